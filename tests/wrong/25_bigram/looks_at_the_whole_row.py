"""Your logits depend on the other tokens of the row; a bigram looks at the one in its place."""


class Bigram(Bigram):
    def forward(self, idx):
        rows = self.table(idx)
        return rows + 0.1 * rows.mean(dim=1, keepdim=True)
