"""The benchmark's shapes in PyTorch, in one thread.

Reads one request per line, `{"layers": [...], "batch": 1024, "variant": 0, "steps": 10}`, and answers each with one line,
`{"seconds": ...}` per seed and step. The first line out says what there is: `{"version": ..., "variants": [...]}`.
"""

import json
import os
import queue
import sys
import threading
import time

requests = queue.SimpleQueue()


def read():
    """Takes requests in a thread of its own: where stdin ends, the benchmark has ended, and so does this, whatever it does."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


# Before torch, whose import takes seconds.
threading.Thread(target=read, daemon=True).start()

import torch
import torch.nn.functional as F

# Seeds that train side by side, and whether Adam updates all tensors in one call. The benchmark takes the fastest.
VARIANTS = [(1, False), (1, True), (4, False), (4, True)]


class Trainer:
    """Trains `seeds` networks of the same shape side by side."""

    def __init__(self, layers, batch, seeds, foreach):
        self.layers = layers
        self.batch = batch
        self.seeds = seeds
        self.weights = []
        self.biases = []
        parameters = []
        for layer in layers:
            inputs, outputs = layer["inputs"], layer["outputs"]
            # One seed: [outputs, inputs] as torch.nn.Linear has it. More: [seeds, inputs, outputs] for baddbmm.
            shape = (outputs, inputs) if seeds == 1 else (seeds, inputs, outputs)
            weight = bias = None
            if layer["tiedTo"] is None:
                bound = inputs**-0.5
                weight = torch.empty(shape).uniform_(-bound, bound).requires_grad_()
                parameters.append(weight)
            if layer["bias"]:
                bias = torch.zeros(outputs if seeds == 1 else (seeds, 1, outputs))
                parameters.append(bias.requires_grad_())
            self.weights.append(weight)
            self.biases.append(bias)
        self.optimizer = torch.optim.Adam(parameters, lr=0.003, foreach=foreach)

    def forward(self, x):
        for layer, weight, bias in zip(self.layers, self.weights, self.biases):
            if weight is None:
                weight = self.weights[layer["tiedTo"]].transpose(-1, -2)
            if self.seeds == 1:
                x = F.linear(x, weight, bias)
            elif bias is None:
                x = torch.bmm(x, weight)
            else:
                x = torch.baddbmm(bias, x, weight)
            if layer["activation"] == "relu":
                x = F.relu(x)
        return x

    def step(self):
        features = self.layers[0]["inputs"]
        size = (self.batch, features)
        x = torch.rand(size if self.seeds == 1 else (self.seeds, *size))
        loss = F.mse_loss(self.forward(x), x) * self.seeds
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()

    def time(self, steps):
        start = time.process_time()
        for _ in range(steps):
            self.step()
        return (time.process_time() - start) / (steps * self.seeds)


def main():
    torch.set_num_threads(1)
    names = [
        ("one seed" if seeds == 1 else f"{seeds} seeds by bmm")
        + (", foreach" if foreach else "")
        for seeds, foreach in VARIANTS
    ]
    print(json.dumps({"version": torch.__version__, "variants": names}), flush=True)
    trainers = {}
    while True:
        request = json.loads(requests.get())
        layers, batch, variant = request["layers"], request["batch"], request["variant"]
        key = json.dumps([layers, batch, variant])
        if key not in trainers:
            trainers[key] = Trainer(layers, batch, *VARIANTS[variant])
        print(json.dumps({"seconds": trainers[key].time(request["steps"])}), flush=True)


main()
