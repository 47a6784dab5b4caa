"""Files whose records lie otherwise than a row each: months side by side, days in parts, sums beside their parts."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq

from tests.modules.sources.mapped.city_file import CityFile, text_bytes


def _parquet_with_structs() -> bytes:
    written = io.BytesIO()
    pq.write_table(
        pa.table({
            "id": ["7", "8"], "created": ["2024-03-14", "2024-03-15"], "category": ["Tree", "Pothole"],
            "place": [{"lat": 40.05, "point": {"lon": 10.15}}, None], "tags": [["oak", "old"], None],
        }), written,
    )  # fmt: skip
    return written.getvalue()


_SUMS_BY_CODE = """
Year,Account,Amount
2024,01 Government,300
2024,011 Council,100
2024,012 Mayor,200
2024,02 Works,150
2024,021 Roads,150
"""

SHAPED = (
    CityFile(
        "monthly_budget.csv",
        text_bytes("""
Fiscal Year,Department,Jan,Feb,Mar,Apr,May,Jun,Total
2024,Parks,10,11,12,13,14,15,75
2024,Roads,20,21,22,23,24,25,135
"""),
        "budget_lines", 12, {"fiscal_year": "Fiscal Year", "amount_lcu": "value (of the column)"},
        {"fiscal_year": "2024", "department": "Parks", "amount_lcu": "10.0", "phase": "approved"},
    ),
    CityFile(
        "actual_by_month.csv",
        text_bytes("""
Fiscal Year,Department,Jan,Feb,Mar,Apr,May,Jun
2024,Parks,10,11,12,13,14,15
"""),
        "budget_lines", 6, {}, {"phase": "executed", "amount_lcu": "10.0"},
    ),
    CityFile(
        "by_month.csv",
        text_bytes("""
Fiscal Year,Department,Jan,Feb,Mar,Apr,May,Jun
2024,Parks,10,11,12,13,14,15
"""),
        "budget_lines", 6,
        asks=("Jan, Feb, Mar, ...: were these amounts budgeted, or spent? Say --fixed phase=approved, or "
              "phase=executed",),
    ),
    CityFile(
        "precios.csv",
        text_bytes("""
indicador;año;enero;febrero;marzo;abril;mayo;junio
Precios;2023;1,1;1,2;1,3;1,4;1,5;1,6
Precios;2024;2,1;2,2;2,3;2,4;2,5;2,6
"""),
        "observations", 12, {"period_start": ["año", "period (of the column)"]},
        {"period_start": "2023-01-01", "time_period": "2023-01", "value": "1.1"},
    ),
    CityFile(
        "days_in_parts.csv",
        text_bytes("""
ticket,year,month,day,category
1,2024,3,14,Tree
2,2024,11,2,Pothole
3,2025,2,31,Tree
"""),
        "requests", 3, {"requested_datetime": ["year", "month", "day"]}, {"requested_datetime": "2024-03-14 00:00:00"},
        says=("requested_datetime: made of the columns year, month, day",),
    ),
    CityFile(
        "sums_by_code.csv", text_bytes(_SUMS_BY_CODE), "budget_lines", 5, {"account": "Account"},
        {"account": "011 Council", "amount_lcu": "100.0"}, aside=2,
        says=("Account: '01 Government', '02 Works' add up other rows; they are left out",),
    ),
    CityFile(
        "accounts_that_begin_others.csv", text_bytes(_SUMS_BY_CODE.replace("300", "35").replace("150\n", "15\n", 1)),
        "budget_lines", 5, {"account": "Account"}, {"account": "01 Government", "amount_lcu": "35.0"},
    ),
    CityFile(
        "sums_by_level.csv",
        text_bytes("""
Jahr,Amt,Ebene,Ansatz
2026,Zentrale Dienste,PG,102000
2026,Schulen,PG,4088980
2026,Innere Verwaltung,Produktbereich-Summe,102000
2026,Stadt,Summe,4190980
"""),
        "budget_lines", 4, {"department": "Amt"}, {"department": "Zentrale Dienste"}, aside=2,
        says=("Ebene: rows that say 'Produktbereich-Summe', 'Summe' add up others; they are left out",),
    ),
    CityFile(
        "sums_by_name.csv",
        text_bytes("""
Department,Account,Budget 2024
Council,Office,10
Council,Staff,20
Council Total,Both,30
allDepartmentTotal,,30
"""),
        "budget_lines", 4, {"department": "Department"}, {"department": "Council"}, aside=2,
        says=("Department: 'Council Total', 'allDepartmentTotal' add up other rows; they are left out",),
    ),
    CityFile(
        "budget_of_an_old_macintosh.csv", text_bytes("Fiscal Year,Department,Amount\r2024,Parks,10\r2024,Roads,20\r"),
        "budget_lines", 2, {}, {"department": "Parks", "amount_lcu": "10.0"},
    ),
    CityFile(
        "voranschlag.csv",
        text_bytes("""
Code,2012,2013,Departement,Bezeichnung,Voranschlag 2013,Voranschlag 2012
3005,2012,2013,Verwaltung,Taggelder,6000,9000
3010,2012,2013,Schule,Besoldung,4500,4500
"""),
        "budget_lines", 2, {"amount_lcu": "Voranschlag 2013", "department": "Departement"},
        {"fiscal_year": "2013", "amount_lcu": "6000.0"},
    ),
    CityFile(
        "umowy.csv",
        text_bytes("""
Nr umowy;Data zawarcia;Kontrahent;Wartość brutto
U/1;2024-03-14;Alfa;100,50
U/2;2024-03-15;Beta;200,00
"""),
        "payments", 2, asks=("is this payments? Nr umowy, umowy speaks of what is agreed",),
    ),
    CityFile(
        "fy24_awards.csv",
        text_bytes("""
category,initiative,award_type,organization,ein,amount
YOUTH,After School,provider,North Settlement House,131623989,30000
YOUTH,After School,provider,South Side House,132612524,350000
"""),
        "budget_lines", 2,
        asks=("is this budget_lines? award_type, fy24_awards speaks of what is agreed with somebody",),
    ),
    CityFile(
        "capital_budget.csv",
        text_bytes("""
Department,Project_Name,CapitalYear_1,Capital_Year_25,Total_Project_Budget
Parks,North pool,0,2000000,2000000
Library,South branch,400000,1176183,1800000
"""),
        "budget_lines", 2, asks=("which column is fiscal_year? Say --column fiscal_year=NAME, or --fixed",),
    ),
    CityFile(
        "kept.csv",
        text_bytes("""
Facility Name,Inspection Date,Inspection Type,In Compliance
North Cafe,2024-03-14,Routine,Yes
South Cafe,2024-03-15,Routine,No
"""),
        "inspections", 2, {"result": "In Compliance"}, {"result": "pass"},
    ),
    CityFile(
        "not_kept.csv",
        text_bytes("""
Facility Name,Inspection Date,Inspection Type,Out of Compliance
North Cafe,2024-03-14,Routine,Yes
South Cafe,2024-03-15,Routine,No
"""),
        "inspections", 2, asks=("Out of Compliance: what do 'No', 'Yes' mean?",),
    ),
    CityFile(
        "visits.csv",
        text_bytes("""
facility id,inspection date,type,result
1,2024-03-14,routine,Pass
2,2024-03-15,followup,Fail
"""),
        "inspections", 2, {"kind": "type", "facility_type": None}, {"kind": "routine"},
    ),
    CityFile(
        "counts_of_violations.csv",
        text_bytes("""
Inspection ID,Establishment Name,Inspection Date,Critical Violations,Non-Critical Violations
1,Deli,03/14/2024,0,1
2,Cafe,03/15/2024,2,0
"""),
        "inspections", 2, {"critical_count": "Critical Violations"},
        asks=("say --column result='Critical Violations' --pass 0-0, with the counts that pass",),
    ),
    CityFile(
        "violations_in_a_cell.csv",
        text_bytes("""
Inspection ID,DBA Name,Inspection Date,Results,Violations
1,Deli,03/14/2024,Fail,32. FOOD STORED - Comments: on floor | 33. UTENSILS - Comments: dirty
2,Cafe,03/15/2024,Pass,
"""),
        "inspections", 2, {"result": "Results"}, {"inspection_id": "1", "result": "fail"},
        says=("Violations: no column says how grave the violations are, so that none is shown; the inspections are",),
    ),
    CityFile(
        "reported_issues.csv",
        text_bytes("""
Report ID,Date Reported,Reported Issue,Remarks
1,2024-03-14,Pothole,
2,2024-03-15,Graffiti,
"""),
        "requests", 2, {"service_name": "Reported Issue", "service_request_id": "Report ID"},
    ),
    CityFile(
        "structs.parquet", _parquet_with_structs(), "requests", 2, {"lat": "place.lat", "long": "place.point.lon"},
        {"service_request_id": "7", "lat": "40.05", "long": "10.15"},
    ),
    CityFile(
        "things.csv",
        text_bytes("""
Code,Bezeichnung,Anzahl
01,Eins,3
02,Zwei,4
"""),
        "violations", 2,
        asks=("what are these records? No name says that they are violations, which is nearest; for that it lacks "
              "inspection_id or premises_id: say --table, as one of balances, budget_lines, ",),
    ),
)  # fmt: skip
