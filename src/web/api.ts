import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { z } from 'zod'
import type { ActionContract, QueryContract } from '../shared/contract.ts'
import type { Fault } from '../shared/kind.ts'
import { Problem, problemStatus, type ProblemType } from '../shared/problem.ts'
import { useAsOf } from './asOf.ts'

const silent = 'Wellrun does not answer. See whether it is running and whether you are connected, then try again.'

type ProblemBody = { type?: string; title?: string; faults?: Fault[] }

function problemOf(status: number, body: ProblemBody | null): Problem {
  const named = body?.type?.replace(/^.*\/problems\//, '') as ProblemType | undefined
  const byStatus = (Object.keys(problemStatus) as ProblemType[]).find((type) => problemStatus[type] === status)
  const type = named && named in problemStatus ? named : (byStatus ?? 'unavailable')
  return new Problem(type, body?.title ?? `${silent} (HTTP ${status})`, body?.faults ?? [])
}

/** The JSON of an answer; anything but success is thrown as a Problem that a person can read. */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  let answer: Response
  try {
    answer = await fetch(path, { credentials: 'same-origin', ...init, headers: { accept: 'application/json', ...init.headers } })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Problem('unavailable', silent)
  }
  const text = await answer.text()
  const body = parsed(text)
  if (!answer.ok) throw problemOf(answer.status, body as ProblemBody | null)
  return body as T
}

function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null
  } catch {
    return null
  }
}

export function post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  return ask<T>(path, { method: 'POST', body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json', ...headers } })
}

/** Carries out an action. The same key sent twice has one effect, so keep it while one submission is repeated. */
export function call<I extends z.ZodType, O extends z.ZodType>(
  contract: ActionContract<I, O>,
  input: z.input<I>,
  idempotencyKey: string = crypto.randomUUID(),
): Promise<z.output<O>> {
  return post(`/api/${contract.name}`, input, { 'idempotency-key': idempotencyKey })
}

export type Parameters = Record<string, unknown>

export function queryPath(name: string, parameters: Parameters): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(parameters)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one))
  }
  const text = search.toString()
  return `/api/${name}${text ? `?${text}` : ''}`
}

/** Asks a query once, outside React. */
export function read<I extends z.ZodType, O extends z.ZodType>(contract: QueryContract<I, O>, input: Parameters, signal?: AbortSignal): Promise<z.output<O>> {
  if (contract.carriesFiles) return post(`/api/${contract.name}`, input)
  return ask(queryPath(contract.name, input), signal ? { signal } : {})
}

export function optionsOf<I extends z.ZodType, O extends z.ZodType>(contract: QueryContract<I, O>, input: Parameters, asOf: string | undefined) {
  const full = asOf ? { ...input, asOf } : input
  return queryOptions({ queryKey: [contract.name, full] as const, queryFn: ({ signal }) => read(contract, full, signal) })
}

/** A query as of the day that the whole application shows. */
export function useQueryOf<I extends z.ZodType, O extends z.ZodType>(contract: QueryContract<I, O>, input: Parameters = {}, enabled = true) {
  const asOf = useAsOf()
  return useQuery({ ...optionsOf(contract, input, asOf), enabled })
}

/** An action as a mutation: one idempotency key until it succeeds; afterwards everything shown is asked again. Of one action, what is chosen later leaves later, so that it also holds. */
export function useAction<I extends z.ZodType, O extends z.ZodType>(contract: ActionContract<I, O>) {
  const client = useQueryClient()
  const key = useRef<{ input: string; key: string } | null>(null)
  return useMutation<z.output<O>, Error, z.input<I>>({
    mutationKey: [contract.name],
    scope: { id: contract.name },
    mutationFn: (input) => {
      const text = JSON.stringify(input)
      if (key.current?.input !== text) key.current = { input: text, key: crypto.randomUUID() }
      return call(contract, input, key.current.key)
    },
    onSuccess: () => {
      key.current = null
      return client.invalidateQueries()
    },
  })
}
