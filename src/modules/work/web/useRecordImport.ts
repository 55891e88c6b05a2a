import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { ask, useQueryOf } from '../../../web/api.ts'
import { parseRecordMapping, recordMappingText, type RecordMapping } from '../../transfer/record-mapping.ts'
import { chosenFiles, type Chosen } from '../../transfer/web/upload.ts'
import { useSettled } from '../../../web/useSettled.ts'
import { importRecords, listRecordImports, previewRecords, type RecordImportResult, type RecordPreview } from '../intake.contract.ts'

function send<T>(name: string, input: object, file: Chosen, signal?: AbortSignal, key?: string): Promise<T> {
  const body = JSON.stringify({ ...input, file: { name: file.name, base64: file.base64 } })
  return ask(`/api/${name}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...(key ? { 'idempotency-key': key } : {}) }, ...(signal ? { signal } : {}) })
}

/** All that the page keeps while somebody brings records: of which routine, the file, the mapping as YAML once it was touched, and how far it is. */
export function useRecordImport() {
  const client = useQueryClient()
  const [routine, setRoutine] = useState<string | null>(null)
  const [file, setFile] = useState<Chosen | null>(null)
  const [edited, setEdited] = useState<string | null>(null)
  const [running, setRunning] = useState<string | null>(null)
  const settled = useSettled(edited, 350)
  const input = { ...(routine === null ? {} : { routine }), ...(settled === null ? {} : { mapping: settled }) }
  const preview = useQuery({
    queryKey: [previewRecords.name, routine, settled, file && [file.name, file.size, file.changed]],
    queryFn: ({ signal }) => send<RecordPreview>(previewRecords.name, input, file!, signal),
    enabled: file !== null && (routine !== null || settled !== null),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
  const text = edited ?? preview.data?.mapping ?? ''
  const bring = useMutation<RecordImportResult>({
    mutationFn: () => {
      const id = crypto.randomUUID()
      setRunning(id)
      return send<RecordImportResult>(importRecords.name, { ...(routine === null ? {} : { routine }), mapping: text, import: id }, file!, undefined, id)
    },
    onSettled: () => {
      setRunning(null)
      return client.invalidateQueries({ refetchType: 'active', predicate: (query) => query.queryKey[0] !== previewRecords.name })
    },
  })
  const progress = useProgress(running)
  const mapping = useMemo(() => parsed(text), [text])
  return {
    routine, file, text, mapping, preview, bring, running, progress,
    busy: preview.isFetching || settled !== edited,
    setText: setEdited,
    edit: (next: RecordMapping) => setEdited(recordMappingText(next)),
    chooseRoutine: (next: string | null) => {
      setRoutine(next)
      setEdited(null)
      bring.reset()
    },
    choose: async (chosen: readonly File[]) => {
      bring.reset()
      setFile((await chosenFiles(chosen.slice(0, 1)))[0] ?? null)
    },
    again: () => {
      bring.reset()
      client.removeQueries({ queryKey: [previewRecords.name] })
      setFile(null)
    },
  }
}

export type RecordImporting = ReturnType<typeof useRecordImport>

/** How far a running import is, asked now and then. */
function useProgress(running: string | null) {
  const { data, refetch } = useQueryOf(listRecordImports, running === null ? {} : { import: running }, running !== null)
  useEffect(() => {
    if (running === null) return undefined
    const timer = setInterval(() => void refetch(), 1500)
    return () => clearInterval(timer)
  }, [running, refetch])
  return running === null ? undefined : data?.rows.find((row) => row.id === running)
}

function parsed(text: string): RecordMapping | null {
  try {
    return parseRecordMapping(text)
  } catch {
    return null
  }
}
