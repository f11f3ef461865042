"""Who may call what of indicators and staff bases: lines of the authorisation table, in its columns.

The base is the home county's; the county freezes its own alone. Rows behind a number are for who reads records.
"""

STATISTICS_TABLE = """
#                                                     s r t   l   s o   h r t   c p t   f h a   a t   0 s r c i t
GET    /indicators                                    + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /indicators/{indicator}                        + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /statistics/overview                           + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /statistics/{indicator}                        + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /statistics/{indicator}.{suffix}               + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /statistics/{indicator}/rows                   + + +   +   3 3   + + +   + + +   + + +   3 3   3 3 3 3 3 +
GET    /statistics/{indicator}/rows.{suffix}          + + +   +   3 3   + + +   + + +   + + +   3 3   3 3 3 3 3 +
GET    /staff-bases                                   + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /staff-bases.{suffix}                          + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
POST   /staff-bases                                   3 3 3   3   3 3   + 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /staff-bases/coverage                          + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /staff-bases/preview                           3 3 3   3   3 3   + 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /staff-bases/{staff_base_id}                   + 4 4   +   3 3   + 4 4   + + 4   + + +   3 3   3 + 3 3 3 4
GET    /periods                                       3 3 3   3   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /periods.{suffix}                              3 3 3   3   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
POST   /periods                                       3 3 3   3   3 3   3 3 3   3 + 3   3 3 3   3 3   3 3 3 3 3 3
GET    /periods/open                                  3 3 3   3   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /periods/{period_id}                           3 3 3   3   3 3   + + 4   + + 4   + + +   3 3   3 + 3 3 3 4
GET    /periods/{period_id}/statistics                3 3 3   3   3 3   + + 4   + + 4   + + +   3 3   3 + 3 3 3 4
GET    /periods/{period_id}/statistics/{indicator}    3 3 3   3   3 3   + + 4   + + 4   + + +   3 3   3 + 3 3 3 4
GET    /periods/{period_id}/statistics/{indicator}.{suffix} 3 3 3   3   3 3   + + 4   + + 4   + + +   3 3   3 + 3 3 3 4
GET    /periods/{period_id}/corrections               3 3 3   3   3 3   + + 4   + + 4   + + +   3 3   3 + 3 3 3 4
GET    /periods/{period_id}/corrections/{correction_id}/events 3 3 3  3  3 3  + 4 4  + + 4  3 3 +  3 3  3 3 3 3 3 4
GET    /periods/{period_id}/corrections.{suffix}      3 3 3   3   3 3   + + 4   + + 4   + + +   3 3   3 + 3 3 3 4
"""
