# Starts moto's server on a free port of loopback and prints the port. It ends with its standard input, so it never outlives the
# process that started it, even if that was killed.

import sys

from moto.server import ThreadedMotoServer

# With port 0 the system chooses a free port and binds it at once, so nobody else can take it in between.
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
