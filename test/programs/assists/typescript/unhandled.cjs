'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

// do: span.function
function Cart(prices) {
  this.prices = prices;
}

// do: span.function
Cart.prototype.total = function (rate = 1) {
  return this.prices.map((price) => price * rate * arguments.length).reduce((a, b) => a + b, 0);
};

// do: span.function
function later() {
  return sleep(1).then(() => {
    throw new RangeError('too late');
  });
}

console.log(new Cart([1, 2]).total(2));
later();
