export type Log = { info: (text: string) => void; warn: (text: string) => void; error: (text: string, cause?: unknown) => void }
