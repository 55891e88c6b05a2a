import type { Fault } from './kind.ts'

/** The reasons for which Wellrun refuses, and the HTTP status that each becomes (RFC 9457). */
export const problemStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  unprocessable: 422,
  tooMany: 429,
  unavailable: 503,
} as const

export type ProblemType = keyof typeof problemStatus

/** A refusal that a person may read: what is wrong, where, and what would be right. */
export class Problem extends Error {
  readonly type: ProblemType
  readonly faults: Fault[]
  constructor(type: ProblemType, message: string, faults: Fault[] = []) {
    super(message)
    this.name = 'Problem'
    this.type = type
    this.faults = faults
  }
  get status(): number {
    return problemStatus[this.type]
  }
  /** The body of an `application/problem+json` answer. */
  toJSON() {
    return { type: `/problems/${this.type}`, title: this.message, status: this.status, ...(this.faults.length ? { faults: this.faults } : {}) }
  }
}
