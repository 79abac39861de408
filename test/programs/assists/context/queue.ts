import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('queue');

interface Mail {
  readonly to: string;
  readonly copies?: number;
}

class Outbox {
  private readonly mails: Mail[] = [];
  private sent = 0;

  write(mail: Mail): void {
    tracer.startActiveSpan(`write ${mail.to}`, (span) => {
      // do: context.carry
      this.mails.push(mail);
      span.end();
    });
  }

  async send(): Promise<string> {
    for (;;) {
      const mail = this.mails.shift();
      if (!mail) break;
      for (let copy = 0; copy < (mail.copies ?? 1); copy++) {
        await Promise.resolve();
        tracer.startSpan(`send ${mail.to}`).end();
        if (copy > 5) break;
        this.sent++;
      }
    }
    return `${this.sent} sent`;
  }
}

const outbox = new Outbox();
outbox.write({ to: 'Ada' });
outbox.write({ to: 'Bea', copies: 2 });
await tracer.startActiveSpan('later', async (span) => {
  console.log(await outbox.send());
  span.end();
});
