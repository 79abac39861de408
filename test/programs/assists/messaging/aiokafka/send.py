import asyncio
import os

from aiokafka import AIOKafkaProducer


async def main():
    producer = AIOKafkaProducer(bootstrap_servers=os.environ["KAFKA"])
    await producer.start()
    try:
        # do: messaging.producer
        sent = await producer.send_and_wait(f"orders-{os.environ['PORT']}", b"1")
        print(sent.offset)
    finally:
        await producer.stop()


asyncio.run(main())
