"""Records where diffusers' samplers arrive with as many steps as training had timesteps, and at zero terminal SNR.

    pip install diffusers==0.42.1 torch numpy
    python training/schedulers/record_many_steps.py > src/engine/diffusion/schedulers/many-steps.golden.json

The network is made up: 0.5 tanh(x) + 0.1 sin(t). Runs that diffusers cannot do (an index behind its table, a division by zero) are not here.
"""

import json
import math

import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler

BETAS = dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012)
ZERO_SNR = dict(
    prediction_type="v_prediction",
    rescale_betas_zero_snr=True,
    timestep_spacing="trailing",
    clip_sample=False,
)
RUNS = [
    (DDIMScheduler, ZERO_SNR, 10),
    (DDIMScheduler, ZERO_SNR, 1000),
    (DDIMScheduler, dict(timestep_spacing="leading", steps_offset=0, clip_sample=False), 1000),
    (DDIMScheduler, dict(timestep_spacing="leading", steps_offset=1, clip_sample=False), 999),
    (DDIMScheduler, dict(timestep_spacing="linspace", clip_sample=False), 999),
    (EulerDiscreteScheduler, dict(timestep_spacing="leading", steps_offset=0), 1000),
    (EulerDiscreteScheduler, dict(timestep_spacing="trailing"), 999),
    (DPMSolverMultistepScheduler, dict(timestep_spacing="linspace"), 999),
    (DPMSolverMultistepScheduler, dict(timestep_spacing="trailing"), 1000),
]


def run(scheduler_class, config, steps):
    scheduler = scheduler_class(**BETAS, **config)
    scheduler.set_timesteps(steps)
    latents = torch.tensor([[[[0.5, -1.25, 2.0, 0.125]]]], dtype=torch.float64) * float(
        scheduler.init_noise_sigma
    )
    for timestep in scheduler.timesteps:
        model_input = scheduler.scale_model_input(latents, timestep)
        output = 0.5 * torch.tanh(model_input) + 0.1 * math.sin(float(timestep))
        latents = scheduler.step(output, timestep, latents, return_dict=False)[0]
    config = {"_class_name": scheduler_class.__name__, **BETAS, **config}
    return {"config": config, "steps": steps, "latents": latents.flatten().tolist()}


torch.set_default_dtype(torch.float64)
print(json.dumps([run(*each) for each in RUNS], indent=2))
