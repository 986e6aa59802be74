// How every process of the hub is started; infra/images/run.sh says the same.

export const NODE_FLAGS = [
  // kafkajs 2.2.4 sets timers below zero, and new Node says so each time.
  '--disable-warning=TimeoutNegativeWarning',
  // A young generation of 8 MB instead of 16: the portal under load held 182 MB instead of 238 (measured with 4).
  '--max-semi-space-size=8',
  // One helper of V8 instead of four: on two cores four that mark garbage leave none for callers (p99 of the doors, measured).
  '--v8-pool-size=1',
] as const;
