"""How far PyTorch's float32 gradients of the DCGAN tutorial's first step are from its float64 ones.

Usage: python3 tools/pytorch-rounding.py > electron/ml/gan/pytorch-rounding.json   (torch 2.13, processor)

For each of five seeds: the tutorial's networks at width 64 with weights that float32 holds exactly, one batch of noise
pictures; the discriminator learns first, then the generator from it, as in the tutorial. Prints the median and the worst
relative error (Euclidean norm) over all parameters and seeds, for each network. electron/ml/gan/rounding.test.ts compares
ours with them.
"""
import json, statistics, torch, torch.nn as nn

LATENT, WIDTH, BATCH, SEEDS = 100, 64, 16, (1, 2, 3, 4, 5)


def networks():
    g, d = [], []
    for i, (a, b) in enumerate([(LATENT, 512), (512, 256), (256, 128), (128, 64)]):
        g += [nn.ConvTranspose2d(a, b, 4, 1 if i == 0 else 2, 0 if i == 0 else 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]
    g += [nn.ConvTranspose2d(WIDTH, 3, 4, 2, 1, bias=False), nn.Tanh()]
    d += [nn.Conv2d(3, WIDTH, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    for a in (64, 128, 256):
        d += [nn.Conv2d(a, 2 * a, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * a), nn.LeakyReLU(0.2)]
    return nn.Sequential(*g), nn.Sequential(*d, nn.Conv2d(512, 1, 4, 1, 0, bias=False))


def init(m):
    if 'Conv' in type(m).__name__:
        nn.init.normal_(m.weight, 0, 0.02)
    elif 'BatchNorm' in type(m).__name__:
        nn.init.normal_(m.weight, 1, 0.02)
        nn.init.zeros_(m.bias)


def gradients(seed, kind):
    torch.manual_seed(seed)
    G, D = (n.apply(init) for n in networks())
    real = torch.randint(0, 256, (BATCH, 3, 64, 64)).to(kind) / 127.5 - 1
    noise = torch.randn(BATCH, LATENT, 1, 1).to(kind)
    G, D = G.to(kind), D.to(kind)
    bce = nn.BCEWithLogitsLoss()
    opt = torch.optim.Adam(D.parameters(), lr=2e-4, betas=(0.5, 0.999))
    fake = G(noise)
    loss = bce(D(real).view(-1), torch.ones(BATCH, dtype=kind)) + bce(D(fake.detach()).view(-1), torch.zeros(BATCH, dtype=kind))
    loss.backward()
    d = [p.grad.clone().double() for p in D.parameters()]
    opt.step()
    bce(D(fake).view(-1), torch.ones(BATCH, dtype=kind)).backward()
    return {'generator': [p.grad.clone().double() for p in G.parameters()], 'discriminator': d}


errors = {'generator': [], 'discriminator': []}
for seed in SEEDS:
    single, double = gradients(seed, torch.float32), gradients(seed, torch.float64)
    for network, found in errors.items():
        found += [((a - b).norm() / b.norm()).item() for a, b in zip(single[network], double[network])]
summary = {n: {'median': statistics.median(e), 'worst': max(e)} for n, e in errors.items()}
print(json.dumps({'torch': torch.__version__, 'batch': BATCH, 'width': WIDTH, 'seeds': len(SEEDS), **summary}, indent=2))
