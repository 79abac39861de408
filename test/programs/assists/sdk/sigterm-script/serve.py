# do: sdk.setup
import os
import signal
import time


# do: span.function
def bake(name):
    return name.upper()


print(bake("rye"), flush=True)
os.kill(os.getpid(), signal.SIGTERM)
time.sleep(30)
