import { Trans, useLingui } from '@lingui/react/macro'
import { narrowingOf, type LinkType } from '../../shared/links.ts'
import type { FaultOf } from '../forms/form.ts'
import forms from '../forms/forms.module.css'
import { Fault } from '../ui/Field.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { EditedLink } from './draft.ts'
import { ElementField } from './ElementField.tsx'
import { endsOf, linksFrom, linkWords } from './linkWords.ts'

type LinksEditProps = { kind: string; self: string | null; links: readonly EditedLink[]; onChange: (links: EditedLink[]) => void; faultOf: FaultOf }

/** What the element points at, link by link; a field at the end of each adds one more. */
export function LinksEdit({ kind, self, links, onChange, faultOf }: LinksEditProps) {
  return (
    <div className={forms.fields} data-path="links">
      {faultOf('links') && <Fault>{faultOf('links')}</Fault>}
      {linksFrom(kind).map((type) => (
        <LinkType key={type} kind={kind} type={type} self={self} links={links} onChange={onChange} faultOf={faultOf} />
      ))}
    </div>
  )
}

function LinkType({ kind, type, self, links, onChange, faultOf }: LinksEditProps & { type: LinkType }) {
  const { t, i18n } = useLingui()
  const words = linkWords(type)
  const mine = links.flatMap((link, at) => (link.type === type ? [{ link, at }] : []))
  const put = (at: number, link: EditedLink) => onChange(links.map((one, index) => (index === at ? link : one)))
  return (
    <fieldset className={forms.list}>
      <legend className={forms.legend}>{i18n._(words.out)}</legend>
      {mine.length > 0 && (
        <ul className={forms.links}>
          {mine.map(({ link, at }) => (
            <li key={`${link.to.id} ${link.for?.id ?? ''}`} data-path={`links.${at}`}>
              <div className={forms.linked}>
                <span>
                  <span className={forms.place}>{link.to.key}</span> {link.to.title}
                </span>
                <button type="button" className={forms.tool} aria-label={t`Remove ${link.to.title}`} onClick={() => onChange(links.filter((_, index) => index !== at))}>
                  <Icon name="close" size={15} />
                </button>
              </div>
              {type === 'operates' && (
                <ElementField label={t`Only for the service`} hideLabel placeholder={t`For every service`} kinds={['service']} value={link.for ?? null} onChange={(next) => put(at, { ...link, for: next ?? undefined })} />
              )}
              {(link.for || (type === 'dependsOn' && mine.length > 1) || (type === 'provides' && kind === 'supplier')) && type !== 'operates' && (
                <ElementField label={t`In place of`} hideLabel placeholder={t`Needed in its own right; or in place of …`} kinds={narrowingOf(type)?.kinds ?? []} except={[link.to.id, ...(self ? [self] : [])]} value={link.for ?? null} onChange={(next) => put(at, { ...link, for: next ?? undefined })} />
              )}
              {faultOf(`links.${at}`) && <Fault>{faultOf(`links.${at}`)}</Fault>}
            </li>
          ))}
        </ul>
      )}
      <ElementField
        key={mine.length}
        label={i18n._(words.add)}
        hideLabel
        placeholder={i18n._(words.add)}
        kinds={endsOf(type)}
        except={[...(self ? [self] : []), ...(type === 'operates' ? [] : mine.map(({ link }) => link.to.id))]}
        value={null}
        onChange={(to) => to && onChange([...links, { type, to }])}
      />
      {type === 'serves' && !mine.length && (
        <p className={forms.help}>
          <Trans>The why: without an objective or obligation, nobody can say what it is for.</Trans>
        </p>
      )}
    </fieldset>
  )
}
