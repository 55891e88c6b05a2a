import { lazy, Suspense } from 'react'
import type { BodyEditProps, KindForm } from '../../../web/forms/form.ts'
import { routine } from '../routine.ts'
import { groups } from './groups.ts'
import { RoutineSteps } from './RoutineSteps.tsx'
import { settle } from './settle.ts'

// Whoever only reads a routine loads neither pencil nor engine.
const RoutineEdit = lazy(async () => ({ default: (await import('./RoutineEdit.tsx')).RoutineEdit }))

function Body(props: BodyEditProps) {
  return (
    <Suspense fallback={null}>
      <RoutineEdit {...props} />
    </Suspense>
  )
}

export const form: KindForm = {
  empty: routine.empty,
  reviewEvery: routine.reviewEvery,
  settle,
  Body,
  Above: RoutineSteps,
  fields: groups.flatMap((group) => group.fields),
}
