import { Inflate } from 'fflate'

/**
 * The bytes that a ZIP archive unpacks to, counted by unpacking each entry of its directory where the directory says it lies: the sizes
 * that an archive states of itself may lie. Stops once it is more than `most`; undefined for what is no archive that can be read.
 */
export function unpackedSize(bytes: Uint8Array, most: number): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  if (end === undefined) return undefined
  let total = 0
  try {
    const entries = view.getUint16(end + 10, true)
    let at = view.getUint32(end + 16, true)
    for (let n = 0; n < entries; n++) {
      if (view.getUint32(at, true) !== 0x02014b50) return undefined
      const local = view.getUint32(at + 42, true)
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
      const packed = view.getUint32(at + 20, true)
      total += view.getUint16(at + 10, true) === 0 ? packed : inflatedSize(bytes.subarray(from, from + packed), most - total)
      if (total > most) return total
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    }
  } catch {
    return undefined
  }
  return total
}

/** Where the directory's end record begins: within the last 64 kB, since a comment may follow it. */
function endOf(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) if (view.getUint32(at, true) === 0x06054b50) return at
  return undefined
}

const step = 65_536

function inflatedSize(packed: Uint8Array, most: number): number {
  let size = 0
  const inflating = new Inflate((part) => void (size += part.length))
  for (let from = 0; from < packed.length && size <= most; from += step) inflating.push(packed.subarray(from, from + step), from + step >= packed.length)
  return size
}
