/*
 * Shapes of the data that Python writes for the programs of the pages: what each global holds. The Python
 * side is named at each; the tests hold the names together, the checker (tsc --checkJs) what the programs do
 * with them.
 */

/** scripts/handbook/page_programs/contract.py */
interface PageContract {
  patterns: { point: string; item: string; question: string; webName: string };
  results: SelfCheck.Words;
  quick: SelfCheck.Words;
  roles: Record<string, string>;
  marks: Record<"must" | "advice" | "major", { sign: string; text: string }>;
  unmet: string;
  cells: { control: string; formula: string; point: string; misread: string; pointWord: string };
}

/**
 * The places and names that the self-check works with: scripts/handbook/site/pages/self_check.py, points().
 */
interface HandbookPoints {
  edition: { id: string; name: string; day: string };
  site: { name: string; disclaimer: string; address: string };
  aspects: Aspect[];
  hazards: { id: string; name: string; ask: string; examples: string }[];
  trades: Trade[];
  /** What stands for an item, by its id; a question with a point is for firms that the point concerns. */
  quick: Record<string, { point: string; text: string }[]>;
  /** What some points take for granted: firms that have none of it are not asked them. */
  circumstances: {
    id: string;
    name: string;
    ask: string;
    points: string[];
    /** Only for firms with this hazard; a point that another hazard asks for stays. */
    hazard: string;
    /** Hazards that bring the circumstance along. */
    unless: string[];
  }[];
  /** How many points of an item come first. */
  first: number;
  items: CheckItem[];
  points: CheckPoint[];
  withdrawn: Withdrawn[];
  /** What a point asks of a firm of so many people. */
  staffing: { point: string; least: number; most: number; text: string }[];
  /** Made by pointsById() at the first call. */
  byId?: Record<string, CheckPoint>;
}
interface Aspect {
  id: string;
  number: number;
  name: string;
}
interface Trade {
  id: string;
  name: string;
  /** The side whose trade it is, where not any: letting is the landlord's. */
  role: string;
  sectors: string[];
  have: string[];
  ask: string[];
  first: string[];
  /** Circumstances that it cannot have. */
  lack: string[];
}
interface CheckItem {
  id: string;
  name: string;
  page: string;
  /** Place in `aspects`. */
  aspect: number;
}
interface CheckPoint {
  id: string;
  /** Place in `items`. */
  item: number;
  text: string;
  short: string;
  roles: string[];
  /** Places in `hazards`. */
  hazards: number[];
  major: number;
  /** Whom a case of a major hazard concerns; `not`: trades that cannot have what it speaks of. */
  majorIf: { sectors: string[]; hazards: string[]; not: string[] }[];
  duty: number;
  /** The point of another item that asks the same of the same people in the usual check. */
  elsewhere: string;
  rank: number;
  own: number;
  see: number;
  days: number;
}
interface Withdrawn {
  id: string;
  day: string;
  why: string;
  instead: string;
}

/** What is told of a point: Guidance in scripts/handbook/site/pages/self_check.py. */
interface PointGuidance {
  methods: string;
  how: string;
  met: string;
  today: string;
  lasting: string;
  major: string[];
  basis: string;
  /** Names by ids: what a page of forms/ is called. */
  forms: Record<string, string>;
}
type GuidanceById = Record<string, PointGuidance>;

/** scripts/handbook/ledger/model_script.py */
interface LedgerModel {
  title: string;
  file: string;
  head: string;
  district: string;
  site: string;
  address: string;
  edition: string;
  limits: Ledger.Limits;
  notSeen: number;
  smallBase: number;
  hideBelow: number;
  states: { name: string; present: boolean }[];
  events: Ledger.EventKind[];
  fire: string[];
  spoken: Record<string, string[]>;
  wayIn: Ledger.GateStep[];
  wayOut: Ledger.GateStep[];
  combinations: [string, string][];
  definitions: string[];
  size: {
    source: string;
    sections: string[];
    classes: { name: string; people: number; revenue: number }[];
    lowest: string;
  };
  industries: {
    code: string;
    name: string;
    /** `classes`: the last two digits of each class one after another; "" where only the division counts. */
    divisions: { code: string; name: string; hazards: string[]; classes: string }[];
  }[];
  hazards: string[];
  sheets: Ledger.SheetPlan[];
  rules: Ledger.Rule[];
  items: { id: string; name: string; short: string }[];
  /** Of a point: its name, whether it may be a major hazard, who may impose a penalty for it. */
  points: Record<string, [string, number, string[]]>;
  bodies: string[];
  /** Made by ledger/core.js at the first call. */
  byKind?: Record<string, Ledger.Rule[]>;
  divisions?: Record<string, Ledger.Division>;
}

/** npm: fflate, put into the site by scripts/handbook/page_programs/libraries.py. */
interface Fflate {
  strToU8(text: string): Uint8Array;
  zipSync(
    files: Record<string, Uint8Array>,
    options: { level: number; mtime: Date },
  ): Uint8Array<ArrayBuffer>;
  unzipSync(
    bytes: Uint8Array,
    options: { filter(file: { name: string; originalSize: number }): boolean },
  ): Record<string, Uint8Array>;
}
