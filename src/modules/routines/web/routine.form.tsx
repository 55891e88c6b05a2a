import { lazy, Suspense } from 'react'
import type { ElementView } from '../../../shared/element.contract.ts'
import type { BodyEditProps, KindForm } from '../../../web/forms/form.ts'
import { routine } from '../routine.ts'
import { groups } from './groups.ts'
import { RecurringPart } from '../../work/web/RecurringPart.tsx'
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

function Above({ element }: { element: ElementView }) {
  return (
    <>
      <RoutineSteps element={element} />
      <RecurringPart element={element} />
    </>
  )
}

export const form: KindForm = {
  empty: routine.empty,
  reviewEvery: routine.reviewEvery,
  settle,
  Body,
  Above,
  fields: groups.flatMap((group) => group.fields),
}
