"""Files in which one thing looks like another: income like a budget, a row's number like an id, a code like a mark."""

from __future__ import annotations

from tests.modules.sources.mapped.city_file import CityFile, text_bytes

LOOKALIKES = (
    CityFile(
        "haushalt_mit_einnahmen.csv",
        text_bytes("""
ID;Haushaltsjahr;Fachbereich;Produkt;Konto;Ansatz;Budgetrichtung
1;2018;Hauptamt;Gremien;Sitzungsgelder;9000;Aufwand
2;2018;Kämmerei;Steuern;Gewerbesteuer;245000;Ertrag
3;2018;Hauptamt;Personal;Dienstbezüge;73000;Aufwand
"""),
        "budget_lines", 3,
        {"fiscal_year": "Haushaltsjahr", "department": "Fachbereich", "account": "Konto", "amount_lcu": "Ansatz"},
        {"fiscal_year": "2018", "department": "Hauptamt", "amount_lcu": "9000.0"}, aside=1,
        says=("Budgetrichtung: rows that say 'Ertrag' (1 rows) are left out; the same file with --table",),
    ),
    CityFile(
        "presupuesto_solo_ingresos.csv",
        text_bytes("""
Ejercicio;Tipo;Descripción Sección;Descripción Capítulo;Presupuesto
2023;INGRESOS;HACIENDA;IMPUESTOS DIRECTOS;45000000,00
2023;INGRESOS;HACIENDA;TASAS;8000000,50
"""),
        "budget_lines", 2, asks=("is this budget_lines? Tipo says 'INGRESOS' (2 rows): say --table revenue_lines",),
    ),
    CityFile(
        "object_ids.csv",
        text_bytes("""
OBJECTID,SRRecordID,ServiceRequestNum,SRType,CreatedDate,SRStatus
1,5004a,25-00042371,Dirty Alley,2025-03-14 13:22:10,Closed
2,5004b,25-00042399,Potholes,2025-03-15 14:02:44,Open
"""),
        "requests", 2, {"service_request_id": "ServiceRequestNum", "service_id": None, "service_name": "SRType"},
        {"service_request_id": "25-00042371", "status": "closed"},
    ),
    CityFile(
        "laporan_dengan_no.csv",
        text_bytes("""
No,Tracking ID,Tanggal Laporan,Kategori,Status
1,9876501,14/03/2025 08:11,Penerangan Jalan,Selesai
2,9876513,15/03/2025 21:02,Persampahan,Belum Ditindaklanjuti
"""),
        "requests", 2, {"service_request_id": "Tracking ID"},
        {"service_request_id": "9876501", "requested_datetime": "2025-03-14 08:11:00", "status": "closed"},
    ),
    CityFile(
        "only_a_number.csv",
        text_bytes("""
No,Complaint Type,Created Date,Status
7,Pothole,2025-03-14,Open
8,Graffiti,2025-03-15,Closed
"""),
        "requests", 2, {"service_request_id": "No"}, {"service_request_id": "7"},
    ),
    CityFile(
        "request_number_sign.csv",
        text_bytes("""
Request #,Status,Request Type,Date / Time Opened
900001,Closed,Missed Pickup,03/14/2025 08:01:11 AM
900002,New,Damaged Pavement,03/15/2025 08:10:00 AM
"""),
        "requests", 2, {"service_request_id": "Request #"},
        {"service_request_id": "900001", "requested_datetime": "2025-03-14 08:01:11"},
    ),
    CityFile(
        "cases_counted.csv",
        text_bytes("""
Month,Department,Subject matter,No. of cases
2025-01,Highways,Road defects,800
2025-02,Highways,Road defects,790
"""),
        "requests", 2, {"service_request_id": None, "service_name": "Subject matter"},
        asks=("No. of cases counts records",),
    ),
    CityFile(
        "permits_of_businesses.csv",
        text_bytes("""
LicenceNumber,BusinessName,Status,IssuedDate,ExpiredDate,BusinessType
22-1,ABC Dental Ltd,Issued,2024-12-15,2025-12-31,Health Services
22-2,Noodle Bros Inc,Issued,2024-12-20,2025-12-31,Restaurant
"""),
        "inspections", 2, asks=("is this inspections? No name of a column", "what do 'Issued' mean?"),
    ),
    CityFile(
        "police_calls.csv",
        text_bytes("""
Incident Number,Call Type,Call Date Time,Dispatch Time,Disposition
P1,DISTURBANCE,03/14/2025 00:04:11,03/14/2025 00:06:00,REPORT TAKEN
P2,ALARM,03/15/2025 00:20:15,03/15/2025 00:22:00,FALSE ALARM
"""),
        "requests", 2, asks=("is this requests? Dispatch Time speaks of other records",),
    ),
    CityFile(
        "status_codes.csv",
        text_bytes("""
encounter,facility_name,inspect_dt,purpose,status
E1,PHO MINH,2025-03-14,Initial,1
E2,CORNER DELI,2025-03-15,Complaint,2
"""),
        "inspections", 2, {"inspection_id": "encounter", "result": "status"}, asks=("status: codes up to 2; say what",),
    ),
    CityFile(
        "unknown_results.csv",
        text_bytes("""
Inspection ID,Facility Name,Inspection Date,Rating
I1,PHO MINH,2025-03-14,V
I2,CORNER DELI,2025-03-15,V
"""),
        "inspections", 2, {"result": "Rating"}, asks=("Rating: what do 'V' mean? Say it under [words.result]",),
    ),
    CityFile(
        "suspended_now_and_then.csv",
        text_bytes("""
licence_number,licensee_name,grade,demerit_points,suspension_start_date
CE1,WHAMPOA FISH SOUP,A,0,na
CE2,GOOD LUCK EATING HOUSE,B,4,na
CE3,NEW CURRY CORNER,A,12,2025-03-01
"""),
        "inspections", 3, {"inspected_on": None}, asks=("which column is inspected_on?",),
    ),
    CityFile(
        "violations_by_colour.csv",
        text_bytes("""
Inspection_Serial_Num,Business_ID,Name,Inspection Date,Inspection Result,Violation Type,Violation Description
S1,PR1,TUTTA BELLA,03/14/2025,Unsatisfactory,RED,2110 - Proper cold holding
S1,PR1,TUTTA BELLA,03/14/2025,Unsatisfactory,BLUE,4300 - Surfaces clean
"""),
        "inspections", 2, {"violation_severity": "Violation Type"},
        {"inspection_id": "S1", "result": "fail", "critical_count": "1", "minor_count": "1"},
    ),
    CityFile(
        "invoice_and_payday.csv",
        text_bytes("""
Supplier;Amount;Department;Issued;Settled
ACME Ltd;1200.50;Roads;2025-02-14;2025-03-14
Dell;84300.00;ICT;2025-02-20;2025-03-21
"""),
        "payments", 2, {"paid_on": None, "payee": "Supplier"}, asks=("which column is paid_on?",),
    ),
    CityFile(
        "subsidieregister.csv",
        text_bytes("""
Subsidieontvanger;Project;Bedrag verleend;Programma;Jaar
Stichting Buurtwerk;Jongerenwerk;45000;Welzijn;2022
Muziekhuis;Exploitatie;1150000;Cultuur;2022
"""),
        "payments", 2, {"payee": "Subsidieontvanger"}, asks=("which column is paid_on?",),
    ),
    CityFile(
        "day_month_year_apart.csv",
        text_bytes("""
FITXA_ID,ELEMENT,DIA_DATA_ALTA,MES_DATA_ALTA,ANY_DATA_ALTA,TIPUS
1234,ENLLUMENAT,14,3,2025,INCIDENCIA
1235,CONTENIDORS,15,3,2025,QUEIXA
"""),
        "requests", 2, {"requested_datetime": ["ANY_DATA_ALTA", "MES_DATA_ALTA", "DIA_DATA_ALTA"]},
        {"requested_datetime": "2025-03-14 00:00:00"},
    ),
    CityFile(
        "1999_minguo.csv",
        text_bytes("""
案件編號,案件類型,受理時間,處理狀態,承辦單位
K1,路面坑洞,113/03/14 08:22,已結案,工務局
K2,違規停車,113/03/15 09:01,處理中,警察局
""", "big5"),
        "requests", 2,
        {"service_request_id": "案件編號", "service_name": "案件類型", "requested_datetime": "受理時間",
         "status": "處理狀態", "department": "承辦單位"},
        {"requested_datetime": "2024-03-14 08:22:00", "status": "closed"},
        says=("受理時間: years of an era, as in '113/03/14 08:22'",), city="sanya",
    ),
    CityFile(
        "yosan_reiwa.csv",
        text_bytes("""
年度,局,款,目,当初予算額（千円）
令和5年度,道路局,土木費,道路維持費,8120000
令和5年度,健康福祉局,民生費,社会福祉総務費,512340
"""),
        "budget_lines", 2, {"fiscal_year": "年度", "department": "局", "function": "款", "account": "目"},
        {"fiscal_year": "2023", "department": "道路局", "amount_lcu": "8120000000.0"},
    ),
    CityFile(
        "register_of_contracts.csv",
        text_bytes("""
Contract Reference,Title,Start Date,End Date,Contract Value
C001,Grounds maintenance,01/04/2022,31/03/2025,450000
C002,Street lighting,13/06/2022,12/06/2025,1200000
"""),
        "observations", 2, asks=("is this observations? No name of a column",),
    ),
    CityFile(
        "regions_of_a_country.csv",
        text_bytes("""
ITL code,Region name,2019,2020,2021
UKI31,Camden and City of London,71000,69000,73000
UKI32,Westminster,65000,59000,62000
"""),
        "observations", 6, asks=("Region name names places ('Camden and City of London', 'Westminster'): which is",),
    ),
)  # fmt: skip
