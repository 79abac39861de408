// Where each service listens. The environment decides, so that two shops can run side by side.
const ports = {
  storefront: Number(process.env.STOREFRONT_PORT ?? 3101),
  orders: Number(process.env.ORDERS_PORT ?? 3102),
  payments: Number(process.env.PAYMENTS_PORT ?? 3103),
  inventory: Number(process.env.INVENTORY_PORT ?? 3104),
};

/** The address of a path at another service. */
const at = (service, path) => `http://127.0.0.1:${ports[service]}${path}`;

module.exports = { ports, at };
