import { expect, it } from 'vitest'
import { inTurns } from './turns.ts'

it('What is done in turns gives what it gives, and lets others have theirs', async () => {
  let turns = 0
  let going = true
  const others = () => {
    turns++
    if (going) setImmediate(others)
  }
  setImmediate(others)
  const answer = await inTurns((function* () {
    let sum = 0
    for (let step = 0; step < 10; step++) {
      const until = performance.now() + 16
      while (performance.now() < until) sum += step > 0 ? 0 : 0
      sum += step
      yield
    }
    return sum
  })())
  going = false
  expect(answer).toBe(45)
  expect(turns).toBeGreaterThanOrEqual(9)
})
