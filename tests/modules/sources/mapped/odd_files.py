"""Files of publishers whose columns, dates, places or units are named or written otherwise than most."""

from __future__ import annotations

from tests.modules.sources.mapped.city_file import CityFile, json_bytes, text_bytes

ODD_REQUESTS = (
    CityFile(
        "sf_311_month_names.csv", text_bytes("""
CaseID,Opened,Closed,Status,Responsible Agency,Request Type,Neighborhood,Latitude,Longitude,Point
17001,2025 Mar 01 07:30:00 AM,2025 Mar 02 07:30:00 PM,Closed,DPW,Bulky Items,Northwest,40.15,10.05,POINT (10.05 40.15)
17002,2025 Mar 01 02:30:00 PM,,Open,DPW,Graffiti,Northwest,40.15,10.06,POINT (10.06 40.15)
"""), "requests", 2, {"requested_datetime": "Opened", "area_id": "Neighborhood", "lat": "Latitude"},
        {"requested_datetime": "2025-03-01 07:30:00", "closed_datetime": "2025-03-02 19:30:00", "area_id": "NW"},
    ),
    CityFile(
        "location_pairs.csv", text_bytes("""
unique_key,created_date,complaint_type,agency_name,status,location
1,03/01/2025 07:30:00 AM,Noise,Police,Closed,"(40.0512, 10.0512)"
2,03/14/2025 07:30:00 AM,Dirt,Sanitation,Open,"(40.0612, 10.0612)"
3,03/15/2025 07:30:00 AM,Dirt,Sanitation,Open,
"""), "requests", 3, {"lat": "location.latitude", "long": "location.longitude"}, {"lat": "40.0512", "long": "10.0512"},
    ),
    CityFile(
        "geo_point_2d.csv", text_bytes("""
PermitNumber;PermitNumberCreatedDate;IssueDate;TypeOfWork;GeoLocalArea;geo_point_2d
BP-1;2025-03-01;2025-04-01;New Building;Northwest;40.05, 10.05
BP-2;2025-03-02;2025-04-02;Demolition;Southeast;40.06, 10.06
"""), "requests", 2, {"lat": "geo_point_2d.latitude", "area_id": "GeoLocalArea", "service_name": "TypeOfWork"},
        {"lat": "40.05", "long": "10.05", "area_id": "NW"},
    ),
    CityFile(
        "bangkok.csv", text_bytes("""
ticket_id,type,organization,comment,coords,timestamp,state,star,last_activity
2025-1,{ถนน},สำนักงานเขตบางรัก,หลุม,"10.0501,40.0501",2025-03-01 07:30:00.123456+00,เสร็จสิ้น,4,2025-03-05 07:30:00.123456+00
2025-2,{น้ำท่วม},สำนักการโยธา,น้ำ,"10.0502,40.0502",2025-03-01 14:30:00.123456+00,รอรับเรื่อง,,2025-03-06 07:30:00.123456+00
"""), "requests", 2, {"service_name": "type", "department": "organization", "requested_datetime": "timestamp",
                      "lat": "coords.longitude", "long": "coords.latitude", "status": "state"},
        {"lat": "40.0501", "long": "10.0501", "status": "closed", "requested_datetime": "2025-03-01 01:30:00"},
        says=("holds longitudes",),
    ),
    CityFile(
        "dubai.csv", text_bytes("""
رقم الطلب,تاريخ الطلب,نوع الخدمة,الإدارة,الحالة,تاريخ الإغلاق
A1,2025-03-01 07:30,إنارة الشوارع,إدارة الطرق,مغلق,2025-03-02 07:30
A2,2025-03-01 14:30,النفايات,إدارة البيئة,مفتوح,
"""), "requests", 2, {"service_request_id": "رقم الطلب", "department": "الإدارة", "status": "الحالة"},
        {"status": "closed", "closed_datetime": "2025-03-02 07:30:00"},
    ),
    CityFile(
        "seoul.csv", text_bytes("""
접수번호,접수일자,민원유형,담당부서,처리상태,처리일자
1,2025-03-01,도로파손,도로과,처리완료,2025-03-09
2,2025-03-02,가로등,시설과,접수,
""", "cp949"), "requests", 2, {"service_name": "민원유형", "department": "담당부서", "closed_datetime": "처리일자"},
        {"status": "closed"}, says=("euc_kr",),
    ),
    CityFile(
        "tokyo_eras.csv", text_bytes("""
受付No,受付年月日,種別,担当部署,対応状況
R7-001,令和7年3月1日,道路,土木部道路課,対応完了
R7-002,令和7年3月2日,公園,みどり公園課,対応中
"""), "requests", 2, {"service_request_id": "受付No", "service_name": "種別"},
        {"requested_datetime": "2025-03-01 00:00:00", "status": "closed"},
    ),
    CityFile(
        "taiwan_years.csv", text_bytes("""
案件編號,日期,類別,權責單位
1,民國113年3月1日,路燈,工務局
2,民國113年12月31日,道路,工務局
"""), "requests", 2, {"requested_datetime": "日期"}, {"requested_datetime": "2024-03-01 00:00:00"},
    ),
    CityFile(
        "12345_bars.txt", text_bytes("""
工单号|来电时间|诉求类型|主办单位|处理状态|办结时间|满意度评价
GD1|2025年03月01日 07时30分|投诉|区城管局|已办结|2025年03月02日 08时00分|满意
GD2|2025年03月01日 14时30分|咨询|区住建局|办理中||
""", "gb18030"), "requests", 2, {"requested_datetime": "来电时间", "service_name": "诉求类型", "rating": "满意度评价"},
        {"requested_datetime": "2025-03-01 07:30:00", "rating": "4"}, says=("bars",), city="sanya",
    ),
    CityFile(
        "sp156.csv", text_bytes("""
Data de abertura;Canal;Assunto;Órgão;Data do Parecer;Status da solicitação
01/03/2025 07:30:00;CENTRAL SP156;Buraco;SUB-SÉ;28/03/2025 10:00:00;FINALIZADA
02/03/2025 07:30:00;APLICATIVO SP156;Árvore;SUB-SÉ;NA;AGUARDANDO ATENDIMENTO
03/03/2025 07:30:00;PORTAL;Árvore;SUB-SÉ;29/03/2025 10:00:00;INDEFERIDA
""", "cp1252"), "requests", 3, {"status": "Status da solicitação", "closed_datetime": "Data do Parecer"},
        {"status": "closed", "outcome": "completed", "channel": "hotline", "requested_datetime": "2025-03-01 07:30:00"},
        says=("day first, as in the other dates",),
    ),
    CityFile(
        "maengelmelder_utf16.csv", text_bytes("""
Vorgangsnummer\tErstellt am\tKategorie\tZuständig\tStatus\tErledigt am
M1\t13.03.2025 07:30\tMüll\tUmweltamt\tErledigt\t15.03.2025
M2\t14.03.2025 07:30\tStraße\tTiefbauamt\tNeu\t
""", "utf-16"), "requests", 2, {"department": "Zuständig", "closed_datetime": "Erledigt am"},
        {"status": "closed", "requested_datetime": "2025-03-13 07:30:00"}, says=("utf-16", "tabs"),
    ),
    CityFile(
        "segnalazioni.csv", text_bytes("""
Numero segnalazione;Data apertura;Categoria;Ufficio;Stato;Data chiusura
1;13/03/2025;Buche;Strade;Chiusa;20/03/2025
2;14/03/2025;Verde;Verde pubblico;In lavorazione;
"""), "requests", 2, {"department": "Ufficio", "status": "Stato"}, {"status": "closed"},
    ),
    CityFile(
        "tickets.jsonl", b'{"caseId": "C1", "openedAt": "2025-03-01T06:30:00Z", "category": {"name": "Trees"}, '
        b'"ownerTeam": "Parks", "location": {"lat": 40.05, "lon": 10.05}}\n'
        b'{"caseId": "C2", "openedAt": "2025-03-02T06:30:00Z", "category": {"name": "Roads"}, "ownerTeam": "Roads"}\n',
        "requests", 2, {"service_request_id": "caseId", "requested_datetime": "openedAt", "department": "ownerTeam"},
        {"lat": "40.05", "requested_datetime": "2025-03-01 00:30:00"},
    ),
    CityFile(
        "old_socrata.json", json_bytes([
            {"unique_key": "1", "created_date": "2025-03-01T07:30:00.000", "complaint_type": "Noise", "status": "Open",
             "location": {"latitude": "40.05", "longitude": "10.05", "human_address": "{}"}},
        ]), "requests", 1, {"lat": "location.latitude"}, {"lat": "40.05", "requested_datetime": "2025-03-01 07:30:00"},
    ),
    CityFile(
        "days_without_a_name.csv", text_bytes(
            "Nr,Wann,Kategorie,Fertig,Stadtteil\n"
            + "".join(f"{day},{day}.03.2025,Müll,{day + 2}.03.2025,Northwest\n" for day in range(13, 27))
            + "Summe,,,,\n"), "requests", 15, {"requested_datetime": "Wann", "area_id": "Stadtteil"},
        {"requested_datetime": "2025-03-13 00:00:00", "area_id": "NW"}, aside=1,
        says=("Wann: taken for requested_datetime, since it holds days, which lies before Fertig",),
    ),
    CityFile(
        "areas_without_a_name.csv", text_bytes("""
id,created,category,place of it
1,2025-03-01,Tree,Northwest
2,2025-03-02,Tree,Southeast
"""), "requests", 2, {"area_id": "place of it"}, {"area_id": "NW"},
    ),
)  # fmt: skip

ODD_INSPECTIONS = (
    CityFile(
        "dinesafe.csv", text_bytes("""
Establishment ID,Inspection ID,Establishment Name,Establishment Status,Infraction Details,Inspection Date,Severity
1,90,RESTO,Pass,,2025-03-01,
2,91,BAR,Conditional Pass,FAIL TO CLEAN,2025-03-02,S - Significant
2,91,BAR,Conditional Pass,VERMIN,2025-03-02,C - Crucial
"""), "inspections", 3, {"result": "Establishment Status", "violation_description": "Infraction Details"},
        {"result": "pass"}, aside=0,
    ),
    CityFile(
        "grades_not_given.csv", text_bytes("""
Name,Permit Number,Activity Date,Grade
RESTO,P1,03/13/2025,A
BAR,P2,03/14/2025,Not graded
CAFE,P3,03/15/2025,
INN,P4,03/16/2025,C
"""), "inspections", 4, {"result": "Grade"}, {"result": "pass"}, aside=2, says=("'Not graded' (1 rows)",),
    ),
)  # fmt: skip

ODD_MONEY = (
    CityFile(
        "borough_total_under_the_number.csv", text_bytes("""
Payments to suppliers over £500,,,
Service Area,Date,Transaction Number,Net Amount (£),Supplier Name
Care,13/01/2025,510000,"1,000.50",Serco Ltd
Roads,14/01/2025,510001,"-2,000.00",Conway & Sons
,,Total,"-999.50",
"""), "payments", 3, {"payee": "Supplier Name", "paid_on": "Date"}, {"amount_lcu": "1000.5"}, aside=1,
    ),
    CityFile(
        "预算2024.csv", text_bytes("""
2024年市级部门预算表,,,单位：万元
序号,预算单位,支出功能分类科目,预算数
1,市教育局,教育支出,1000.5
2,市公安局,公共安全支出,2000
"""), "budget_lines", 2, {"amount_lcu": "预算数"}, {"amount_lcu": "10005000.0"},
        says=("10,000 of the currency, as the lines above the header say",), city="sanya",
    ),
)  # fmt: skip

ODD_ECONOMY = (
    CityFile(
        "singapore_years.csv", text_bytes("""
DataSeries,2024,2023,2022
GDP At Current Market Prices,731440.5,673302.6,687169
Services Producing Industries,na,450000,420000
"""), "observations", 6, {"series_name": "DataSeries"}, {"period_start": "2024-01-01", "value": "731440.5"}, aside=1,
    ),
    CityFile(
        "bea.csv", text_bytes("""
GeoFIPS,GeoName,LineCode,Description,Unit,2021,2022
"36001","Northwest",1,Real GDP,Thousands,100,(D)
"36002","Southeast",1,Real GDP,Thousands,200,210
"36000","All",1,Real GDP,Thousands,300,410
"""), "area_indicators", 6, {"area_id": "GeoName"}, {"area_id": "NW", "value": "100.0"}, aside=3,
    ),
    CityFile(
        "state_series.csv", text_bytes("""
date,state,series,value
2022-01-01,Northwest,gdp_abs,1000
2022-01-01,Southeast,gdp_abs,2000
2022-01-01,Whole country,gdp_abs,9000
2023-01-01,Northwest,gdp_abs,1100
2023-01-01,Southeast,gdp_abs,2100
2023-01-01,Whole country,gdp_abs,9100
"""), "area_indicators", 6, {"area_id": "state", "indicator": "series"}, {"area_id": "NW", "value": "1000.0"}, aside=2,
    ),
    CityFile(
        "series_of_other_places.csv", text_bytes("""
date,state,series,value
2022-01-01,Elsewhere,gdp_abs,1000
2022-01-01,Nowhere,gdp_abs,2000
2023-01-01,Elsewhere,gdp_abs,1100
2023-01-01,Nowhere,gdp_abs,2100
"""), "observations", 4, asks=("differ by state; say which are meant under [only]",),
    ),
)  # fmt: skip

ODD_FILES = (*ODD_REQUESTS, *ODD_INSPECTIONS, *ODD_MONEY, *ODD_ECONOMY)
