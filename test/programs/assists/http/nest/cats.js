import { Controller, Get, Module, NotFoundException, Param } from '@nestjs/common';

@Controller('cats')
export class CatsController {
  // do: http.server @ @Get
  @Get(':id')
  async findOne(@Param('id') id) {
    if (id === '2') throw new NotFoundException();
    if (id === '3') throw new Error('broken');
    return `cat ${id}`;
  }
}

@Module({ controllers: [CatsController] })
export class CatsModule {}
