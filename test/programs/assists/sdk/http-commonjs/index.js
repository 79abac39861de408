'use strict';

// do: sdk.autoInstrument
const http = require('http');

const server = http.createServer((request, response) => response.end(`seen ${request.url}`));

server.listen(0, '127.0.0.1', () => {
  http.get({ host: '127.0.0.1', port: server.address().port, path: '/gate' }, (response) => {
    response.setEncoding('utf8').on('data', (text) => console.log(text));
    response.on('end', () => server.close());
  });
});
