import { Trans, useLingui } from '@lingui/react/macro'
import { spanInWords } from '../cadence.ts'
import { valueAt, type KindForm } from '../forms/form.ts'
import { addressedKinds, useTitles } from '../forms/titles.ts'
import { fieldInWords } from '../forms/words.ts'
import { FieldDiff } from '../ui/Diff.tsx'
import { dayInWords } from '../words.ts'
import type { Content } from './content.ts'
import { endsOf, linkWords } from './linkWords.ts'

type Said = { label: string; before: string | string[]; after: string | string[] }

/** How one content differs from another, field by field, in words. */
export function ContentDiff({ before, after, form }: { before: Content; after: Content; form: KindForm }) {
  const said = useDifferences(before, after, form)
  const differing = said.filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after))
  if (!differing.length) return <p><Trans>Nothing differs.</Trans></p>
  return (
    <dl>
      {differing.map((one) => (
        <FieldDiff key={one.label} {...one} />
      ))}
    </dl>
  )
}

function useDifferences(before: Content, after: Content, form: KindForm): Said[] {
  const { t, i18n } = useLingui()
  const types = [...new Set([...before.links, ...after.links].map((link) => link.type))]

  const { titleOf, find } = useTitles([...new Set(['role', ...types.flatMap(endsOf), ...addressedKinds(form.fields)])])
  const named = (id: string) => {
    const known = find(id)
    return known ? `${known.key} ${known.title}` : t`an element`
  }
  const field = (one: KindForm['fields'][number], content: Content) => fieldInWords(one, valueAt(content.body, one.name), { say: (message) => i18n._(message), titleOf, body: content.body })
  const linked = (content: Content, type: string) => content.links.filter((link) => link.type === type).map((link) => [named(link.to), link.for && `(${named(link.for)})`].filter(Boolean).join(' '))
  return [
    { label: t`Title`, before: before.title, after: after.title },
    ...form.fields.map((one) => ({ label: i18n._(one.label), before: field(one, before), after: field(one, after) })),
    { label: t`Answers for it`, before: before.accountable ? named(before.accountable) : '', after: after.accountable ? named(after.accountable) : '' },
    { label: t`Reviewed every`, before: spanInWords(before.reviewEvery), after: spanInWords(after.reviewEvery) },
    { label: t`Holds from`, before: dayInWords(before.effectiveOn), after: dayInWords(after.effectiveOn) },
    ...types.map((type) => ({ label: i18n._(linkWords(type).out), before: linked(before, type), after: linked(after, type) })),
  ]
}
