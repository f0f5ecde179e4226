"""Your feed-forward part bends with ReLU; this course's blocks, like GPT-2's, bend with GELU."""


class FeedForward(FeedForward):
    def forward(self, x):
        return self.c_proj(self.c_fc(x).relu())
