# moto's server on a free port of loopback, which it prints. It ends with its standard input, so that it never outlives
# whoever started it, not even one that was killed.

import sys

from moto.server import ThreadedMotoServer

# The system chooses port 0's number and keeps it: nobody else can take it in between.
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
