import asyncio
import os

from aiokafka import AIOKafkaConsumer


async def main():
    consumer = AIOKafkaConsumer(
        f"orders-{os.environ['PORT']}",
        bootstrap_servers=os.environ["KAFKA"],
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        # do: messaging.consumer
        msg = await consumer.getone()
        print(msg.value)
        raise ValueError("no such order")
    except ValueError as error:
        print(error)
    finally:
        await consumer.stop()


asyncio.run(main())
