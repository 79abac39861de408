/** A source file of so many lines, as a service of a shop may have them: requests, messages, logs and spans. */
export function source(language: 'python' | 'typescript', lines: number): string {
  const { head, part } = language === 'python' ? python : typescript;
  const parts = [head];
  let count = head.split('\n').length;
  for (let i = 0; count < lines; i++) {
    const text = part(i);
    parts.push(text);
    count += text.split('\n').length - 1;
  }
  return parts.join('');
}

/** Where the cursor is: in the call of the function in the middle. */
export const PLACE = 'confirm(';

const python = {
  head: `"""Orders of the shop."""

import logging

import requests
from flask import Flask, request
from kafka import KafkaProducer
from opentelemetry import trace

app = Flask(__name__)
tracer = trace.get_tracer(__name__)
logger = logging.getLogger(__name__)
producer = KafkaProducer(bootstrap_servers="localhost:9092")
`,
  part: (i: number) => `

class Order${i}:
    """An order of the shop."""

    def __init__(self, cart, customer):
        self.cart = cart
        self.customer = customer
        self.total = 0

    def price(self, catalog, discount=None):
        """What the order costs."""
        total = 0
        for item in self.cart.items:
            price = catalog.price_of(item.sku) * item.quantity
            if discount is not None and discount.applies_to(item):
                price -= discount.amount(price)
            total += price
        self.total = total
        return total

    def charge(self, payments):
        with tracer.start_as_current_span("charge") as span:
            span.set_attribute("order.total", self.total)
            try:
                return payments.charge(self.customer.id, self.total)
            except ValueError as error:
                logger.warning("charge of %s failed: %s", self.customer.id, error)
                raise


@app.post("/orders/${i}")
def create_order_${i}():
    order = Order${i}(request.json["cart"], request.json["customer"])
    total = order.price(request.json["catalog"])
    receipt = requests.post("http://payments/confirm(${i})", json={"total": total}, timeout=5)
    producer.send("orders", {"total": total, "receipt": receipt.text})
    return {"total": total}
`,
};

const typescript = {
  head: `import { trace } from '@opentelemetry/api';
import axios from 'axios';
import express from 'express';
import { Kafka } from 'kafkajs';
import pino from 'pino';
import type { Cart, Catalog, Customer, Discount, Payments } from './shop';

const app = express();
const tracer = trace.getTracer('orders');
const logger = pino();
const producer = new Kafka({ brokers: ['localhost:9092'] }).producer();
`,
  part: (i: number) => `
export class Order${i} {
  private total = 0;

  constructor(
    private readonly cart: Cart,
    private readonly customer: Customer,
  ) {}

  price(catalog: Catalog, discount?: Discount): number {
    let total = 0;
    for (const item of this.cart.items) {
      let price = catalog.priceOf(item.sku) * item.quantity;
      if (discount?.appliesTo(item)) {
        price -= discount.amount(price);
      }
      total += price;
    }
    this.total = total;
    return total;
  }

  charge(payments: Payments): Promise<string> {
    return tracer.startActiveSpan('charge', async (span) => {
      span.setAttribute('order.total', this.total);
      try {
        return await payments.charge(this.customer.id, this.total);
      } catch (error) {
        logger.warn({ error }, 'charge failed');
        throw error;
      } finally {
        span.end();
      }
    });
  }
}

app.post('/orders/${i}', async (request, response) => {
  const order = new Order${i}(request.body.cart, request.body.customer);
  const total = order.price(request.body.catalog);
  const receipt = await axios.post('http://payments/confirm(${i})', { total }, { timeout: 5_000 });
  await producer.send({ topic: 'orders', messages: [{ value: JSON.stringify({ total, receipt: receipt.data }) }] });
  response.json({ total });
});
`,
};
