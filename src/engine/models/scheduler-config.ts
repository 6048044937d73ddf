import * as z from 'zod/mini';

/**
 * How a network's output is to be read. `flow_prediction`: noise minus data, the velocity of
 * rectified flow.
 */
export const predictionSchema = z.enum(['epsilon', 'v_prediction', 'sample', 'flow_prediction']);
export type Prediction = z.infer<typeof predictionSchema>;

/** A flag that some exporters write as null. */
const flag = z.pipe(
  z.nullish(z.boolean()),
  z.transform((value) => value ?? undefined),
);

/**
 * diffusers' `scheduler_config.json`, lenient: unknown fields are ignored, and fields of other
 * schedulers do no harm. What is missing has the default of the scheduler's own class (schedule.ts
 * and its neighbours).
 */
export const schedulerConfigSchema = z.object({
  _class_name: z.string(),
  num_train_timesteps: z._default(z.int().check(z.positive()), 1000),
  beta_start: z._default(z.number(), 0.0001),
  beta_end: z._default(z.number(), 0.02),
  beta_schedule: z._default(z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']), 'linear'),
  prediction_type: z.catch(predictionSchema, 'epsilon'),
  timestep_spacing: z.optional(z.enum(['linspace', 'leading', 'trailing'])),
  steps_offset: z._default(z.int(), 0),
  rescale_betas_zero_snr: flag,
  use_karras_sigmas: flag,
  use_flow_sigmas: flag,
  flow_shift: z.nullish(z.number().check(z.positive())),
  final_sigmas_type: z.nullish(z.enum(['zero', 'sigma_min'])),
  /** DDIM. */
  clip_sample: flag,
  clip_sample_range: z._default(z.number().check(z.positive()), 1),
  set_alpha_to_one: flag,
  /** DPM++. */
  algorithm_type: z._default(z.string(), 'dpmsolver++'),
  solver_type: z.optional(z.string()),
  lower_order_final: flag,
  euler_at_final: flag,
  solver_order: z._default(z.int().check(z.positive()), 2),
  /** LCM. */
  original_inference_steps: z._default(z.int().check(z.positive()), 50),
  timestep_scaling: z._default(z.number(), 10),
  /** Flow matching. */
  shift: z._default(z.number().check(z.positive()), 1),
  use_dynamic_shifting: flag,
  time_shift_type: z._default(z.enum(['exponential', 'linear']), 'exponential'),
  base_shift: z._default(z.number(), 0.5),
  max_shift: z._default(z.number(), 1.15),
  base_image_seq_len: z._default(z.number(), 256),
  max_image_seq_len: z._default(z.number(), 4096),
  shift_terminal: z.nullish(z.number()),
});
export type SchedulerConfig = z.infer<typeof schedulerConfigSchema>;
