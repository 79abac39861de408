// Posts the OTLP request on its standard input to the endpoint of OTEL_EXPORTER_OTLP_ENDPOINT.
import { buffer } from 'node:stream/consumers';

const response = await fetch(`${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`, {
  method: 'POST',
  headers: { 'content-type': 'application/x-protobuf' },
  body: await buffer(process.stdin),
});
if (!response.ok) throw new Error(`The receiver answered ${response.status}: ${await response.text()}`);
