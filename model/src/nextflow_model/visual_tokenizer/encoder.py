"""The convolutional encoder: one code vector per 16 x 16 pixels. Both branches use it, with their own weights."""

from torch import Tensor, nn
from torch.nn import functional as F

from nextflow_model.visual_tokenizer.layers import residual_stage, run_stage


class Encoder(nn.Module):
    """Stem of stride 4, then residual stages at strides 4, 8 and 16. [B, 3, 16h, 16w] -> [B, code_dim, h, w]

    Fully convolutional: any size that is a multiple of 16 works. The paper's semantic branch is a SigLIP2 vision
    transformer; at the demo's size a convolutional one learns faster from few pictures.
    """

    def __init__(self, widths: tuple[int, ...], blocks: tuple[int, ...], norm_groups: int, code_dim: int):
        super().__init__()
        self.stem = nn.Conv2d(3, widths[0], 8, stride=4, padding=2)
        self.stages = nn.ModuleList(residual_stage(w, n, norm_groups) for w, n in zip(widths, blocks))
        self.down = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in zip(widths, widths[1:]))
        self.norm = nn.GroupNorm(norm_groups, widths[-1], eps=1e-6)
        self.leave = nn.Conv2d(widths[-1], code_dim, 1)

    def forward(self, pixels: Tensor) -> Tensor:
        x = self.stem(pixels)  # [B, C0, 4h, 4w]
        for index, stage in enumerate(self.stages):
            if index > 0:
                x = self.down[index - 1](x)
            x = run_stage(stage, x)
        return self.leave(F.silu(self.norm(x)))  # [B, code_dim, h, w]
