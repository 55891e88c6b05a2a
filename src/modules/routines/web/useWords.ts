import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { useTitles } from '../../../web/forms/titles.ts'
import type { DrawingWords } from '../drawing.ts'
import { processChoices } from './routineFields.ts'

/** The words of a drawing: titles of roles, and the kinds of work, in the reader's language. */
export function useDrawingWords(): DrawingWords {
  const { t, i18n } = useLingui()
  const { titleOf } = useTitles(['role'])
  return useMemo(
    () => ({
      roleOf: (key) => titleOf(key) ?? key,
      workOf: (process) => {
        const choice = processChoices.find((one) => one.value === process)
        return choice ? i18n._(choice.label) : process
      },
      unnamed: t`Step without a name`,
      noRole: t`no role yet`,
    }),
    [titleOf, i18n, t],
  )
}
