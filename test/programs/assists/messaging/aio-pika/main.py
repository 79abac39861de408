import asyncio
import os

import aio_pika


async def main():
    connection = await aio_pika.connect(f"amqp://guest:guest@{os.environ['RABBITMQ']}/")
    async with connection:
        channel = await connection.channel()
        exchange = await channel.declare_exchange(f"shop-{os.environ['PORT']}", auto_delete=True)
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(exchange, "orders")
        for order in (b"book", b"pen"):
            # do: messaging.producer
            await exchange.publish(aio_pika.Message(order, headers={"tenant": "acme"}), "orders")
        async with queue.iterator() as messages:
            # do: messaging.consumer
            async for message in messages:
                async with message.process():
                    print(message.body, message.headers["tenant"])
                if message.body == b"pen":
                    break


asyncio.run(main())
