"""Serves a GGUF file with llama-server, on 127.0.0.1 only. Arguments: the port, the file."""

import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[2]
params.port = int(sys.argv[1])
params.n_ctx = 2048
params.n_parallel = 1
params.model_alias = {"counting"}
server = xllamacpp.Server(params)
print("ready", server.listening_address, flush=True)
sys.stdin.read()
