import { useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { useAction } from '../../../web/api.ts'
import { messageOf } from '../../../web/ui/Problem.tsx'
import { sayProblem } from '../../../web/ui/Toast.tsx'
import type { ActionContract } from '../../../shared/contract.ts'
import { Problem } from '../../../shared/problem.ts'

/** An action on a record; when somebody was faster, what is shown is asked again, so that whoever acted sees what they missed. */
export function useRecordAction<I extends z.ZodType, O extends z.ZodType>(contract: ActionContract<I, O>) {
  const client = useQueryClient()
  const action = useAction(contract)
  /** Answers undefined when it was refused; the reason is then in `error`. */
  const run = async (input: z.input<I>): Promise<z.output<O> | undefined> => {
    try {
      return await action.mutateAsync(input)
    } catch (error) {
      if (error instanceof Problem && error.type === 'conflict') await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('record.') })
      return undefined
    }
  }
  return { run, busy: action.isPending, error: action.error, reset: action.reset }
}

/** For a verb without a form: what was refused is said in the corner. */
export function useQuickAction<I extends z.ZodType, O extends z.ZodType>(contract: ActionContract<I, O>, refused: string) {
  const client = useQueryClient()
  const action = useAction(contract)
  const run = async (input: z.input<I>): Promise<z.output<O> | undefined> => {
    try {
      return await action.mutateAsync(input)
    } catch (error) {
      sayProblem(refused, messageOf(error))
      if (error instanceof Problem && error.type === 'conflict') await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('record.') })
      return undefined
    }
  }
  return { run, busy: action.isPending }
}
