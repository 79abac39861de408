import { SpanStatusCode, trace } from '@opentelemetry/api';
import { setTimeout as sleep } from 'node:timers/promises';

const tracer = trace.getTracer('errors');

async function swallowed(text: string): Promise<unknown> {
  return tracer.startActiveSpan('swallowed', async (span) => {
    try {
      await sleep(1);
      return JSON.parse(text) as unknown;
      // do: span.error @ catch
    } catch {
      return undefined;
    } finally {
      span.end();
    }
  });
}

function rethrown(text: string): unknown {
  const span = tracer.startSpan('rethrown');
  try {
    return JSON.parse(text) as unknown;
    // do: span.error @ catch
  } catch (cause) {
    throw new RangeError('not JSON', { cause });
  } finally {
    span.end();
  }
}

/** The outer clause records what goes on from the inner one, and only that. */
async function somePaths(error: Error): Promise<string> {
  return tracer.startActiveSpan('some paths', async (span) => {
    try {
      try {
        await sleep(1);
        throw error;
        // do: span.error @ catch
      } catch (caught) {
        if (!(caught instanceof RangeError)) throw caught;
        return 'out of range';
      }
    } catch (caught) {
      span.recordException(caught as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'outer' });
      throw caught;
    } finally {
      span.end();
    }
  });
}

function active(work: () => void): void {
  const span = trace.getActiveSpan();
  try {
    work();
    // do: span.error @ catch
  } catch (error) {
    span?.recordException(error as Error);
    console.log('failed', span?.isRecording());
  }
}

console.log(await swallowed('[1]'), await swallowed('['));
console.log(rethrown('1'));
try {
  rethrown('');
} catch (error) {
  console.log(error instanceof RangeError, (error as Error).cause instanceof SyntaxError);
}
console.log(await somePaths(new RangeError('far')));
await somePaths(new TypeError('odd')).catch((error: unknown) => {
  console.log(String(error));
});
active(() => {
  throw new Error('no span here');
});
tracer.startActiveSpan('current', (span) => {
  active(() => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- not everything that is thrown is an Error
    throw 'text';
  });
  span.end();
});
