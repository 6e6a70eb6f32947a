import type { Gate } from './gate.ts'
import { committedFiles, readTexts, type TextFile } from './workspace/files.ts'

/** What ties a file to one machine or one network. */
const FORBIDDEN = [
  { pattern: /(?<![\w.:/])\/(?:work|farm|root|home\/\w+|Users\/\w+)\//, what: 'a path of one machine' },
  { pattern: /\b[A-Z]:\\Users\\/, what: 'a path of one machine' },
  {
    pattern: /\bregistry\.[a-z0-9-]+\.(?:com|org|io|dev|net|cloud|internal|local|lan)\b/,
    what: 'the host of a package registry',
  },
  { pattern: /\b(?:artifactory|nexus|verdaccio|npm\.pkg)\.[a-z0-9-]+\.[a-z]/, what: 'the host of a package registry' },
] as const

export const words: Gate = {
  name: 'words',
  promise: 'no file names a path of one machine or the host of a package registry',
  async check(root) {
    const files = await readTexts(root, await committedFiles(root))
    return { problems: files.flatMap(machineWords), notes: [`${files.length} files`] }
  },
}

export const machineWords = ({ path, text }: TextFile): readonly string[] =>
  text.split('\n').flatMap((line, index) =>
    FORBIDDEN.flatMap(({ pattern, what }) => {
      const found = pattern.exec(line)?.[0]
      return found === undefined ? [] : [`${path}:${index + 1} names ${what}: ${found}`]
    }),
  )
