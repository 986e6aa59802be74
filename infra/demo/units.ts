/** Units below a real province that the story invents. They are registered by the story, never by the migration. */
export const COMMUNE = {
  agencyCode: 'H44.150',
  agencyName: 'Ủy ban nhân dân phường Việt Trì',
  level: '2',
  agencyKind: 'commune',
} as const;

export const HOSPITAL = {
  agencyCode: 'H44.61',
  agencyName: 'Bệnh viện Sản Nhi tỉnh Phú Thọ',
  level: '2',
  agencyKind: 'health facility',
} as const;

export const LAND_OFFICE = {
  agencyCode: 'H44.31',
  agencyName: 'Văn phòng đăng ký đất đai tỉnh Phú Thọ',
  level: '2',
  agencyKind: 'department',
} as const;

export const PROVINCE = { agencyCode: 'H44', agencyName: 'UBND tỉnh Phú Thọ' } as const;
/** A province that has nothing to do with the family. */
export const OTHER_PROVINCE = { agencyCode: 'H05', agencyName: 'UBND tỉnh Bắc Ninh' } as const;

export const INVENTED_UNITS = [COMMUNE, HOSPITAL, LAND_OFFICE];
