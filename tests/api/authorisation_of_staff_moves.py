"""Who may call what of moves between schools and of establishments: lines of the authorisation table, in its columns.

The move leads from the home county to the next one in the same city, so the city decides; the measure is the home
school's. The other teacher is the person of the move.
"""

STAFF_MOVE_TABLE = """
#                                                     s r t   l   s o   h r t   c p t   f h a   a t   0 s r c i t
GET    /staff-moves                                   + + +   +   + +   + + +   + + +   3 + +   3 3   3 3 + 3 + +
GET    /staff-moves.{suffix}                          + + +   +   + +   + + +   + + +   3 + +   3 3   3 3 + 3 + +
POST   /staff-moves                                   + 4 4   +   3 3   + 4 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /staff-moves/schools                           + + +   +   3 3   + + +   + + +   3 3 3   3 3   3 3 3 3 3 3
GET    /staff-moves/{staff_move_id}                   + + 4   +   4 +   + + 4   + + 4   3 + +   3 3   3 3 + 3 + 4
PATCH  /staff-moves/{staff_move_id}                   + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /staff-moves/{staff_move_id}/file              + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /staff-moves/{staff_move_id}/propose           + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /staff-moves/{staff_move_id}/approve           3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /staff-moves/{staff_move_id}/reject            3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /staff-moves/{staff_move_id}/return            3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /staff-moves/{staff_move_id}/postpone          3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /staff-moves/{staff_move_id}/carry-out         + 3 4   +   3 3   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /staff-moves/{staff_move_id}/withdraw          + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /staff-moves/{staff_move_id}/void              3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /headcounts                                    + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
GET    /headcounts.{suffix}                           + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
GET    /surplus-measures                              + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
GET    /surplus-measures.{suffix}                     + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
POST   /surplus-measures                              + 4 4   +   3 3   + 4 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /surplus-measures/{surplus_measure_id}         + 4 4   +   3 3   + 4 4   + + 4   + + +   + 4   3 3 + 3 + 4
POST   /surplus-measures/{surplus_measure_id}/void    + 4 4   +   3 3   + 4 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
"""
