import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { KindForm } from './form.ts'

// Every module brings the forms of its kinds; a new kind is found by its file's name, <kind>.form.tsx.
const files = import.meta.glob<{ form: KindForm }>('../../modules/*/web/*.form.tsx')

const none: KindForm = { empty: {}, reviewEvery: 'P1Y', fields: [] }

function loaderOf(kind: string) {
  return Object.entries(files).find(([file]) => file.endsWith(`/${kind}.form.tsx`))?.[1]
}

function formOptions(kind: string) {
  return queryOptions({
    queryKey: ['form', kind],
    queryFn: async () => (await loaderOf(kind)?.())?.form ?? none,
    staleTime: Infinity,
  })
}

/** The form of a kind, loaded when it is first needed. */
export function useForm(kind: string): KindForm {
  return useSuspenseQuery(formOptions(kind)).data
}
