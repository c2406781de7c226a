"""The two decoders: pixels from the pixel half of the features, cell labels from the semantic half."""

from torch import Tensor, nn
from torch.nn import functional as F

from nextflow_model.visual_tokenizer.layers import ResidualBlock, residual_stage, run_stage


class PixelDecoder(nn.Module):
    """Residual stages at strides 16, 8 and 4, then depth-to-space by 4. [B, C, h, w] -> [B, 3, 16h, 16w]

    Output channels are ordered (colour, row, column) inside a 4 x 4 patch (pixel_shuffle; ONNX DepthToSpace "CRD").
    """

    def __init__(self, inputs: int, widths: tuple[int, ...], blocks: tuple[int, ...], norm_groups: int):
        super().__init__()
        self.enter = nn.Conv2d(inputs, widths[0], 3, padding=1)
        self.stages = nn.ModuleList(residual_stage(w, n, norm_groups) for w, n in zip(widths, blocks))
        self.up = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in zip(widths, widths[1:]))
        self.norm = nn.GroupNorm(norm_groups, widths[-1], eps=1e-6)
        self.leave = nn.Conv2d(widths[-1], 3 * 4 * 4, 3, padding=1)

    def forward(self, features: Tensor) -> Tensor:
        x = self.enter(features)
        for index, stage in enumerate(self.stages):
            if index > 0:
                x = self.up[index - 1](F.interpolate(x, scale_factor=2.0, mode="nearest"))
            x = run_stage(stage, x)
        x = self.leave(F.silu(self.norm(x)))  # [B, 48, 4h, 4w]
        return F.pixel_shuffle(x, 4)  # [B, 3, 16h, 16w]


class SemanticDecoder(nn.Module):
    """What each cell shows, read from the semantic half. [B, Cs, h, w] -> logits [B, things, h, w], [B, colours, h, w]

    It exists to teach the semantic codes (the place of the distillation loss of TokenFlow); pictures never need it.
    """

    def __init__(self, inputs: int, width: int, norm_groups: int, thing_classes: int, colour_classes: int):
        super().__init__()
        self.enter = nn.Conv2d(inputs, width, 3, padding=1)
        self.block = ResidualBlock(width, norm_groups)
        self.thing = nn.Conv2d(width, thing_classes, 1)
        self.colour = nn.Conv2d(width, colour_classes, 1)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        x = F.silu(self.block(self.enter(features)))
        return self.thing(x), self.colour(x)
