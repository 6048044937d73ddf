"""A small Llama (GQA, RoPE, SwiGLU, tied embeddings) written for fast bf16 training on a CPU.
Parameter names are those of transformers' LlamaForCausalLM."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class Config:
    vocab_size = 4096
    hidden_size = 256
    intermediate_size = 704
    num_hidden_layers = 6
    num_attention_heads = 4
    num_key_value_heads = 2
    head_dim = 64
    rms_norm_eps = 1e-5
    rope_theta = 10000.0
    max_position_embeddings = 1024

    def __init__(self, **changes):
        for key, value in changes.items():
            setattr(self, key, value)

    def to_dict(self):
        return {k: getattr(self, k) for k in dir(self) if not k.startswith("_") and k != "to_dict"}


class RMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x):
        f = x.float()
        return (f * torch.rsqrt(f.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight).to(
            x.dtype
        )


def rope_tables(config, length):
    half = config.head_dim // 2
    freq = config.rope_theta ** (-torch.arange(half).float() / half)
    angle = torch.arange(length).float()[:, None] * freq
    return angle.cos(), angle.sin()


def rotate(x, cos, sin):
    """x: batch, length, heads, dim; the halves are rotated as in Llama."""
    a, b = x.chunk(2, -1)
    cos, sin = cos[:, None].to(x.dtype), sin[:, None].to(x.dtype)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.q_proj = nn.Linear(c.hidden_size, c.num_attention_heads * c.head_dim, bias=False)
        self.k_proj = nn.Linear(c.hidden_size, c.num_key_value_heads * c.head_dim, bias=False)
        self.v_proj = nn.Linear(c.hidden_size, c.num_key_value_heads * c.head_dim, bias=False)
        self.o_proj = nn.Linear(c.num_attention_heads * c.head_dim, c.hidden_size, bias=False)

    def forward(self, x, cos, sin, mask):
        c, (batch, length, _) = self.c, x.shape
        groups = c.num_attention_heads // c.num_key_value_heads
        q = rotate(self.q_proj(x).view(batch, length, c.num_attention_heads, c.head_dim), cos, sin)
        k = rotate(self.k_proj(x).view(batch, length, c.num_key_value_heads, c.head_dim), cos, sin)
        v = self.v_proj(x).view(batch, length, c.num_key_value_heads, c.head_dim)
        q, k, v = q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)
        k, v = k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
        # batched matmuls: on this CPU much faster in bf16 than scaled_dot_product_attention's backward pass
        scores = torch.matmul(q, k.transpose(-1, -2)) * (1 / math.sqrt(c.head_dim)) + mask
        y = torch.matmul(scores.softmax(-1).to(v.dtype), v)
        return self.o_proj(y.transpose(1, 2).reshape(batch, length, -1))


class MLP(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.gate_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.up_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.down_proj = nn.Linear(c.intermediate_size, c.hidden_size, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.self_attn, self.mlp = Attention(c), MLP(c)
        self.input_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.post_attention_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)

    def forward(self, x, cos, sin, mask):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, mask)
        return x + self.mlp(self.post_attention_layernorm(x))


class Guide(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.config = c
        self.embed_tokens = nn.Embedding(c.vocab_size, c.hidden_size)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.num_hidden_layers))
        self.norm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        cos, sin = rope_tables(c, c.max_position_embeddings)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                std = 0.02 if "embed" in name else 1 / math.sqrt(p.shape[1])
                if "o_proj" in name or "down_proj" in name:
                    std /= math.sqrt(2 * c.num_hidden_layers)
                nn.init.normal_(p, std=std)

    def hidden(self, ids, mask=None):
        """mask: batch, 1, length, length, added to the attention scores; causal without one."""
        length = ids.shape[1]
        x = self.embed_tokens(ids)
        if torch.is_autocast_cpu_enabled():
            x = x.bfloat16()
        if mask is None:
            mask = torch.full((length, length), float("-inf"), dtype=x.dtype).triu(1)
        for layer in self.layers:
            x = layer(x, self.cos[:length], self.sin[:length], mask)
        return self.norm(x)

    def forward(self, ids):
        return F.linear(self.hidden(ids), self.embed_tokens.weight)
