import asyncio
import os

import nats


async def main():
    nc = await nats.connect(f"nats://{os.environ['NATS']}")
    subject = f"orders.{os.environ['PORT']}"
    done = asyncio.Event()

    # do: messaging.consumer
    async def on_order(msg):
        print(msg.data)
        done.set()

    await nc.subscribe(subject, cb=on_order)
    # do: messaging.producer
    await nc.publish(subject, b"book")
    await asyncio.wait_for(done.wait(), 20)

    js = nc.jetstream()
    stream = f"S{os.environ['PORT']}"
    await js.add_stream(name=stream, subjects=[f"paid.{os.environ['PORT']}"])
    for number in range(3):
        # do: messaging.producer
        ack = await js.publish(f"paid.{os.environ['PORT']}", b"%d" % number, headers={"Nats-Msg-Id": str(number)})
        print(ack.seq)
    sub = await js.pull_subscribe(f"paid.{os.environ['PORT']}", "billing")
    # do: messaging.consumer
    messages = await sub.fetch(3)
    print([message.data for message in messages])
    for message in messages:
        await message.ack_sync()
    await nc.close()


asyncio.run(main())
