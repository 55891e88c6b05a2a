/** Milliseconds for which nobody else gets a turn. */
const turnMs = 15

/** Does something long step by step; between steps, everybody else gets a turn. Answers what the last step gives. */
export async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  let since = performance.now()
  for (;;) {
    const next = steps.next()
    if (next.done) return next.value
    if (performance.now() - since < turnMs) continue
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}
