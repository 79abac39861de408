import type { NextFunction, Request, Response } from 'express';

const orders = new Map<string, { id: string; total: number }>();

export class OrdersController {
  private static instance?: OrdersController;

  static get(): OrdersController {
    return (this.instance ??= new OrdersController());
  }

  // do: http.server
  create = async (req: Request, res: Response, next: NextFunction) => {
    try {
      const { id, total } = req.body as { id: string; total: number };
      if (!id) {
        return res.status(400).json({ error: 'id' });
      }
      orders.set(id, { id, total });
      await new Promise((r) => setTimeout(r, 2));
      res.status(201).json(orders.get(id));
    } catch (err) {
      next(err);
    }
  };

  // do: http.server
  async show(req: Request<{ id: string }>, res: Response): Promise<void> {
    const order = await Promise.resolve(orders.get(req.params.id));
    if (!order) throw new Error('no such order');
    res.json(order);
  }
}

// do: http.server
export function health(_req: Request, res: Response): void {
  res.send('ok');
}

// do: http.server
export const notFound = (req: Request, res: Response) => {
  res.status(404).json({ path: req.path });
};
