import { Router } from 'express';
import { OrdersController } from '../controllers/orders.controller.ts';
import { asyncHandler } from '../lib/async-handler.ts';

const controller = OrdersController.get();
const router = Router();

router.post('/', controller.create);
router.get('/:id', controller.show.bind(controller));
router.get(
  '/:id/items',
  // do: http.server
  asyncHandler(async (req, res) => {
    if (req.query.fail) throw new TypeError('items');
    res.json(await Promise.resolve([req.params.id]));
  }),
);

export default router;
