'use strict';
const { trace } = require('@opentelemetry/api');

function probe(name, value) {
  trace.getTracer('program').startSpan(name).end();
  return value;
}

function Shelf() {
  this.books = [];
}

Shelf.prototype.put = function (book) {
  // do: span.selection 3
  const place = this.books.length;
  this.books.push(probe(book, book));
  let label = arguments.length + ' at ' + place;
  label += this.books.join();
  return label;
};

exports.counter = function () {
  let count = 0;
  // do: span.selection 2
  const up = () => probe('up', ++count);
  up();
  return { up, now: () => count };
};

function* rows(all) {
  for (const row of all) {
    // do: span.selection 2
    const text = probe('row', row.trim());
    if (text) yield text;
    console.log('row', text);
  }
}

const shelf = new Shelf();
console.log(shelf.put('b', 1), shelf.put('a'));
const counter = exports.counter();
console.log(counter.up(), counter.now(), [...rows([' x', ' ', 'y '])]);
