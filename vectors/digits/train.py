"""Train the digit network and write mlp_fp16.txt, mlp_w8.txt and mlp_w4.txt.

This script is no part of any make run: its outputs are kept in the
repository.  It needs Python 3 and numpy and takes some seconds:

    python3 train.py            in this folder
    python3 check.py            checks the written files, without numpy

The seed is fixed, so a run repeats exactly on one machine; another numpy or
another processor may round differently and give other (equally good) weights.

The first 1437 images train the network, the last 360 are held out.  The
training settings (noise, shift, smoothing, decay, epochs) were chosen by
cross-validation on five blocks of the first 1437.
"""
import gzip
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")   # one order of summation
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 1
SIZES = (64, 96, 48, 10)
TRAIN = 1437            # images used for training; the rest are held out
PIXEL_MAX = 16
X_BITS = (5, 8, 8)      # input width of each layer
BATCH = 64
SMOOTH = 0.1            # share of the label spread over all classes


# ---------------------------------------------------------------- data

def load():
    """Pixels (1797 x 64, integers 0..16) and classes (1797)."""
    with gzip.open(os.path.join(HERE, "digits.csv.gz"), "rt") as f:
        table = np.loadtxt(f, delimiter=",", dtype=np.int64)
    return table[:, :64], table[:, 64]


def varied(x, rng):
    """Images moved by up to 0.3 pixel in each direction, with some noise."""
    img = x.reshape(-1, 8, 8)
    for axis in (1, 2):
        by = rng.uniform(-0.3, 0.3, (len(x), 1, 1))
        img = np.swapaxes(img, 1, axis)
        pad = np.pad(img, ((0, 0), (1, 1), (0, 0)))
        near = np.where(by > 0, pad[:, :8], pad[:, 2:])
        img = np.swapaxes((1 - abs(by)) * img + abs(by) * near, 1, axis)
    img = img + rng.normal(0, 0.15, img.shape)
    return np.clip(img, 0, 1).reshape(-1, 64)


# ------------------------------------------------ float network

def forward(x, ws, bs):
    """The inputs of every layer, and the output of the last, in a list."""
    acts = [x]
    for l, (w, b) in enumerate(zip(ws, bs)):
        z = acts[-1] @ w + b
        acts.append(np.maximum(z, 0) if l + 1 < len(ws) else z)
    return acts


def gradients(x, labels, ws, bs):
    """Gradients of the mean cross entropy with smoothed labels, weights first,
    then biases."""
    acts = forward(x, ws, bs)
    p = np.exp(acts[-1] - acts[-1].max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    target = (1 - SMOOTH) * np.eye(10)[labels] + SMOOTH / 10
    d = (p - target) / len(x)
    gw, gb = [None] * len(ws), [None] * len(ws)
    for l in reversed(range(len(ws))):
        gw[l], gb[l] = acts[l].T @ d, d.sum(axis=0)
        if l > 0:
            d = (d @ ws[l].T) * (acts[l] > 0)
    return gw + gb


def train(x, labels, ws, bs, epochs, rate, rng, scales=None, top=None):
    """Adam with weight decay and a cosine rate.  With scales given, gradients
    are taken at the quantised weights and applied to the float ones (straight
    through); top is the largest weight integer."""
    params = [a.copy() for a in ws + bs]
    n = len(ws)
    m = [np.zeros_like(a) for a in params]
    v = [np.zeros_like(a) for a in params]
    step = 0
    total = epochs * -(-len(x) // BATCH)
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for at in range(0, len(x), BATCH):
            pick = order[at:at + BATCH]
            used = params[:n]
            if scales is not None:
                used = [s * quantise(w, s, top) for w, s in zip(used, scales)]
            grads = gradients(varied(x[pick], rng), labels[pick], used,
                              params[n:])
            lr = rate * 0.5 * (1 + np.cos(np.pi * step / total))
            step += 1
            for k, g in enumerate(grads):
                m[k] += 0.1 * (g - m[k])
                v[k] += 0.001 * (g * g - v[k])
                mh, vh = m[k] / (1 - 0.9 ** step), v[k] / (1 - 0.999 ** step)
                decay = 0.1 * params[k] if k < n else 0
                params[k] -= lr * (mh / (np.sqrt(vh) + 1e-8) + decay)
    return params[:n], params[n:]


# ---------------------------------------------------------------- quantisation

def quantise(w, scale, top):
    return np.clip(np.rint(w / scale), -top, top)


def best_scale(w, top):
    """The scale with the smallest squared error over the layer's weights."""
    tries = np.abs(w).max() / top * np.linspace(0.3, 1.0, 141)
    errors = [((w - s * quantise(w, s, top)) ** 2).sum() for s in tries]
    return tries[int(np.argmin(errors))]


def integer_layers(x, ws, bs, scales, top):
    """Integer weights, biases and rescaling.  x: training pixels in 0..1."""
    ws_q = [quantise(w, s, top) for w, s in zip(ws, scales)]
    acts = forward(x, [s * w for s, w in zip(scales, ws_q)], bs)
    layers = []
    x_scale = 1.0 / PIXEL_MAX
    for l, (w, s) in enumerate(zip(ws_q, scales)):
        acc_scale = x_scale * s
        mult = shift = 0
        if l + 1 < len(ws):
            x_scale = acts[l + 1].max() / 255   # the largest becomes 255
            ratio = acc_scale / x_scale
            shift = 40
            while round(ratio * 2 ** shift) >= 1 << 16:
                shift -= 1
            mult = round(ratio * 2 ** shift)
            assert 0 < mult < 1 << 16 and 1 <= shift <= 40
        bias = np.rint(bs[l] / acc_scale).astype(np.int64)
        assert np.abs(bias).max() < 1 << 31
        layers.append((w.astype(np.int64), bias, mult, shift))
    return layers


def integer_classes(x, layers):
    """The integer inference defined in README.md; x: pixels 0..16."""
    for w, bias, mult, shift in layers[:-1]:
        acc = x @ w + bias
        x = np.clip((acc * mult + (1 << (shift - 1))) >> shift, 0, 255)
    w, bias, _, _ = layers[-1]
    return np.argmax(x @ w + bias, axis=1)      # the lowest index wins ties


def counts(classes, labels):
    """Right answers over all images and over the held-out ones."""
    right = classes == labels
    return int(right.sum()), int(right[TRAIN:].sum())


# ---------------------------------------------------------------- output

HEADER = """\
# {what}
# Written by vectors/digits/train.py; format and inference are defined
# in vectors/digits/README.md.
# How: {how}
# Trained on the first 1437 images of digits.csv.gz, the last 360 held out.
# Data: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak,
# UCI Machine Learning Repository, CC BY 4.0, as packed in scikit-learn.
"""


def write(bits, how, layers, float_right, int_right):
    lines = ["gcim-mlp 1", f"weight_bits {bits}",
             f"float_correct_all {float_right[0]}",
             f"float_correct_held_out {float_right[1]}",
             f"int_correct_all {int_right[0]}",
             f"int_correct_held_out {int_right[1]}",
             f"layers {len(layers)}"]
    for (w, bias, mult, shift), x_bits in zip(layers, X_BITS):
        lines.append("layer %d %d %d %d %d" % (*w.shape, x_bits, mult, shift))
        lines.append("bias " + " ".join(map(str, bias)))
        lines += [" ".join(map(str, row)) for row in w]
    with open(os.path.join(HERE, f"mlp_w{bits}.txt"), "w", newline="\n") as f:
        f.write(HEADER.format(
            what="Integer multilayer perceptron for 8x8 handwritten digits, "
                 f"{bits}-bit weights.", how=how))
        f.write("\n".join(lines) + "\n")


def codes(values):
    """FP16 codes in hex, separated by spaces."""
    return " ".join("%04x" % v for v in values.astype(np.float16).view(np.uint16))


def write_float(ws, bs, pixels, labels):
    """The float network with weights and biases rounded to FP16."""
    ws, bs = ([a.astype(np.float16).astype(np.float64) for a in p]
              for p in (ws, bs))
    right = counts(forward(pixels / PIXEL_MAX, ws, bs)[-1].argmax(axis=1),
                   labels)
    print("fp16:   all %d, held out %d" % right)
    lines = ["gcim-mlp-fp16 1", f"correct_all {right[0]}",
             f"correct_held_out {right[1]}", f"layers {len(ws)}"]
    for w, b in zip(ws, bs):
        lines.append("layer %d %d" % w.shape)
        lines.append("bias " + codes(b))
        lines += [codes(row) for row in w]
    with open(os.path.join(HERE, "mlp_fp16.txt"), "w", newline="\n") as f:
        f.write(HEADER.format(
            what="Multilayer perceptron for 8x8 handwritten digits, FP16 codes.",
            how="float training, then rounding to FP16."))
        f.write("\n".join(lines) + "\n")


def main():
    rng = np.random.default_rng(SEED)
    pixels, labels = load()
    x = pixels / PIXEL_MAX
    xt, lt = x[:TRAIN], labels[:TRAIN]

    ws = [rng.normal(0, np.sqrt(2 / a), (a, b))
          for a, b in zip(SIZES, SIZES[1:])]
    bs = [np.zeros(b) for b in SIZES[1:]]
    ws, bs = train(xt, lt, ws, bs, 240, 2e-3, rng)
    float_right = counts(forward(x, ws, bs)[-1].argmax(axis=1), labels)
    print("float:  all %d, held out %d" % float_right)

    write_float(ws, bs, pixels, labels)

    scales = [np.abs(w).max() / 127 for w in ws]
    layers = integer_layers(xt, ws, bs, scales, 127)
    right = counts(integer_classes(pixels, layers), labels)
    print("8 bits: all %d, held out %d" % right)
    write(8, "float training, then rounding to -127..127.", layers,
          float_right, right)

    scales = [best_scale(w, 7) for w in ws]
    layers = integer_layers(xt, ws, bs, scales, 7)
    print("4 bits, not fine-tuned: all %d, held out %d"
          % counts(integer_classes(pixels, layers), labels))
    ws, bs = train(xt, lt, ws, bs, 40, 5e-4, rng, scales, 7)
    layers = integer_layers(xt, ws, bs, scales, 7)
    right = counts(integer_classes(pixels, layers), labels)
    print("4 bits: all %d, held out %d" % right)
    write(4, "float training, then fine-tuning with weights rounded to -7..7.",
          layers, float_right, right)


if __name__ == "__main__":
    main()
