import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stepBoxes, wayLines, type Drawn, type DrawingWords, type StepBox, type WayLine } from '../../drawing.ts'
import { layoutGraph, placedFrom, type Placed } from '../../drawing-layout.ts'
import { lay } from './elk.ts'

export type InOneRow = { boxes: StepBox[]; lines: WayLine[]; placed: Placed }

/** The drawing of a body in one long row. While new places are computed the last ones stay, for what is still there. */
export function useLaidOut(body: Drawn, words: DrawingWords): InOneRow | null {
  const drawn = useMemo(() => ({ boxes: stepBoxes(body, words), lines: wayLines(body) }), [body, words])
  const graph = useMemo(() => layoutGraph(drawn.boxes, drawn.lines), [drawn])
  const { data: placed } = useQuery({ queryKey: ['routine-layout', JSON.stringify([graph, drawn.boxes.map((box) => box.end)])], queryFn: async () => placedFrom(await lay(graph), drawn.boxes), staleTime: Infinity, gcTime: 60_000, placeholderData: keepPreviousData })
  return useMemo(() => {
    if (!placed) return null
    const { boxes, lines } = drawn
    return { boxes, lines, placed: { ...placed, steps: placed.steps.filter((step) => step.at < boxes.length), ways: placed.ways.filter((way) => lines.some((line) => line.at === way.at)) } }
  }, [placed, drawn])
}
