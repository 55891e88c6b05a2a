import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { mappingText, parseMapping, type Mapping } from '../mapping.ts'
import { importElements, previewElements, type ImportResult, type PreviewResult } from '../transfer.contract.ts'
import { useSettled } from '../../../web/useSettled.ts'
import { chosenFiles, sendFiles, type Chosen } from './upload.ts'

/** All that the page keeps while somebody brings a list: what it is, the files, the mapping as YAML once it was touched. */
export function useImport() {
  const client = useQueryClient()
  const [kind, setKind] = useState('service')
  const [files, setFiles] = useState<Chosen[]>([])
  const [edited, setEdited] = useState<string | null>(null)
  const [draft, setDraft] = useState(false)
  const settled = useSettled(edited, 350)
  const input = { kind, draft, ...(settled === null ? {} : { mapping: settled }) }
  const preview = useQuery({
    queryKey: [previewElements.name, kind, draft, settled, files.map((file) => [file.name, file.size, file.changed])],
    queryFn: ({ signal }) => sendFiles<PreviewResult>(previewElements.name, input, files, { signal }),
    enabled: files.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
  const key = useRef('')
  const bring = useMutation<ImportResult>({
    mutationFn: () => sendFiles<ImportResult>(importElements.name, { kind, draft, mapping: text }, files, { key: (key.current ||= crypto.randomUUID()) }),
    onSuccess: () => {
      key.current = ''
      client.removeQueries({ queryKey: [previewElements.name], type: 'inactive' })
      return client.invalidateQueries({ refetchType: 'active', predicate: (query) => query.queryKey[0] !== previewElements.name })
    },
  })
  const text = edited ?? preview.data?.mapping ?? ''
  const mapping = useMemo(() => parsed(text), [text])
  return {
    kind, files, draft, setDraft, text, mapping, preview, bring,
    busy: preview.isFetching || settled !== edited,
    setText: (next: string | null) => {
      key.current = ''
      setEdited(next)
    },
    edit: (next: Mapping) => {
      key.current = ''
      setEdited(mappingText(next))
    },
    chooseKind: (next: string) => {
      setKind(next)
      setEdited(null)
      bring.reset()
    },
    choose: async (chosen: readonly File[]) => {
      bring.reset()
      key.current = ''
      setFiles(await chosenFiles(chosen))
    },
    again: () => {
      bring.reset()
      client.removeQueries({ queryKey: [previewElements.name] })
      setFiles([])
    },
  }
}

export type Importing = ReturnType<typeof useImport>

function parsed(text: string): Mapping | null {
  try {
    return parseMapping(text)
  } catch {
    return null
  }
}
